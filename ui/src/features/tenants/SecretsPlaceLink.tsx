// Leads from a token that cannot be kept to where secrets live, beside the form.
import { Button } from "../../kit/Button";
import { useNavigate, useWhereabouts } from "../../state/navigation";
import styles from "./Connection.module.css";

export function SecretsPlaceLink() {
  const navigate = useNavigate();
  const { place } = useWhereabouts();
  if (place.screen !== "connection" || place.beside === "secrets") return null;
  return (
    <div className={styles.placeLink}>
      <Button
        small
        onClick={() => navigate.open({ ...place, beside: "secrets" })}
        data-testid="choose-secrets-place"
      >
        Choose where secrets live
      </Button>
    </div>
  );
}
