// Where the server has something else than was intended: intended, actual and before, side by side.
import type { Difference } from "../../host/generated/Difference";
import { UserText } from "../../kit/UserText";
import { Pager, usePage } from "../../kit/Pager";
import styles from "./write.module.css";

export function DifferenceTable({ differences }: { differences: readonly Difference[] }) {
  const page = usePage(differences);
  if (differences.length === 0) return null;
  return (
    <div className={styles.differences}>
      <table aria-label="What differs" data-testid="write-differences">
        <thead>
          <tr>
            <th scope="col">attribute</th>
            <th scope="col">intended</th>
            <th scope="col">actual</th>
            <th scope="col">before</th>
          </tr>
        </thead>
        <tbody>
          {page.shown.map(({ path, intended, actual, before }) => (
            <tr key={path}>
              <th scope="row">
                <UserText breaks text={path} />
              </th>
              <Value text={intended} />
              <Value text={actual} />
              <Value text={before} />
            </tr>
          ))}
        </tbody>
      </table>
      <Pager page={page} what="differences" />
    </div>
  );
}

function Value({ text }: { text: string | undefined }) {
  return (
    <td>
      {text === undefined ? (
        <i>nothing</i>
      ) : text === "" ? (
        '""'
      ) : (
        <UserText lines text={text} className={styles.value} />
      )}
    </td>
  );
}
