// A field that looks for resources, with what it found below: arrows go through it, Enter takes one.
import { UserRoundPlus } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useId } from "react";

import type { FoundResource } from "../../host/generated/FoundResource";
import { Button } from "../../kit/Button";
import { formatNumber } from "../../kit/format";
import { Kbd } from "../../kit/Kbd";
import { Spinner } from "../../kit/Spinner";
import { Tag } from "../../kit/Tag";
import { TextInput } from "../../kit/TextInput";
import { UserText } from "../../kit/UserText";
import { useStateOf } from "../../kit/useStateOf";
import { Avatar } from "./Avatar";
import styles from "./search.module.css";
import type { ResourceSearch } from "./useResourceSearch";

interface SearchBoxProps {
  label: string;
  testId: string;
  search: ResourceSearch;
  /** What is sought, in a sentence: `users`. */
  plural: string;
  /** What stands beside a result that cannot be taken. */
  mark: (found: FoundResource) => string | undefined;
  group: boolean;
  onChoose: (found: FoundResource) => void;
  /** A text of several entries was pasted. Says whether it is taken. */
  onPasted?: ((text: string) => boolean) | undefined;
}

export function SearchBox(props: SearchBoxProps) {
  const { label, testId, search, mark, onChoose, onPasted } = props;
  const id = useId();
  const { found, text } = search;
  const [at, setAt] = useStateOf(text.trim(), () => 0);
  const place = Math.min(at, found.length - 1);
  const choose = (chosen: FoundResource | undefined) => {
    if (chosen && mark(chosen) === undefined) onChoose(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      setAt(() => (place + step + found.length) % found.length);
    } else if (event.key === "Enter" && text.trim() !== "") {
      // Nobody is taken who was found for other letters.
      if (found[place] && search.isCurrent) choose(found[place]);
      else if (search.isCurrent) search.askServer?.();
    } else if (event.key === "Escape" && text !== "") {
      search.setText("");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (onPasted?.(event.clipboardData.getData("text"))) event.preventDefault();
  };
  return (
    <div className={styles.search}>
      <div className={styles.field}>
        <TextInput
          role="combobox"
          aria-label={label}
          aria-expanded={found.length > 0}
          aria-controls={`${id}-found`}
          aria-activedescendant={found[place] ? `${id}-${place}` : undefined}
          aria-autocomplete="list"
          value={text}
          onChange={search.setText}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          before={<UserRoundPlus size={14} aria-hidden="true" />}
          data-testid={testId}
        />
      </div>
      <div role="listbox" id={`${id}-found`} aria-label="Found" className={styles.found}>
        {found.map((it, index) => (
          <Option
            key={it.id}
            id={`${id}-${index}`}
            found={it}
            group={props.group}
            chosen={index === place}
            mark={mark(it)}
            onChoose={() => choose(it)}
          />
        ))}
      </div>
      <SearchFoot search={search} plural={props.plural} />
    </div>
  );
}

interface OptionProps {
  id: string;
  found: FoundResource;
  group: boolean;
  chosen: boolean;
  mark: string | undefined;
  onChoose: () => void;
}

function Option({ id, found, group, chosen, mark, onChoose }: OptionProps) {
  const { title, subtitle, active } = found;
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the field's, which names this as its active descendant
    <div
      role="option"
      id={id}
      aria-selected={chosen}
      aria-disabled={mark !== undefined || undefined}
      tabIndex={-1}
      data-testid="found"
      data-id={found.id}
      className={styles.option}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <Avatar name={title} group={group} off={active === false} />
      <span className={styles.names}>
        <UserText text={title} className={styles.title} />
        <UserText text={subtitle ?? found.id} className={styles.second} />
      </span>
      {active === false && <Tag>Disabled</Tag>}
      {mark !== undefined && <span className={styles.mark}>{mark}</span>}
      {chosen && mark === undefined && <Kbd>Enter</Kbd>}
    </div>
  );
}

function SearchFoot({ search, plural }: { search: ResourceSearch; plural: string }) {
  const { text, found, searched, askServer, cancel, onServer, error } = search;
  if (text.trim() === "") return null;
  const words = () => {
    if (cancel) return "Asking the server";
    if (onServer !== undefined && onServer > found.length)
      return `The server has ${formatNumber(onServer)}. Type more letters to find fewer.`;
    if (onServer === 0 && found.length === 0) return "The server has none either.";
    if (searched === undefined || found.length > 0) return undefined;
    return `None of the ${formatNumber(searched)} ${plural} that were read.`;
  };
  const said = words();
  return (
    <div className={styles.foot}>
      {cancel && <Spinner />}
      <span role="status" className={styles.said}>
        {said}
      </span>
      {error && (
        <span role="alert" className={styles.failed}>
          <UserText text={`${error.title}. ${error.detail}`} />
        </span>
      )}
      {askServer && (
        <Button small kind="ghost" onClick={askServer} data-testid="search-server">
          Search the server
        </Button>
      )}
      {cancel && (
        <Button small kind="ghost" onClick={cancel}>
          Cancel
        </Button>
      )}
    </div>
  );
}
