import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MessageRef, SourceRef } from '../api/node-answers.ts';
import { useFormats } from './use-formats.ts';

/** The message of a file that a byte lies in: the last one that starts at or before it. */
function messageAt(messages: readonly MessageRef[], source: SourceRef): MessageRef | undefined {
  return messages
    .filter(({ file, offset }) => file === source.file && offset <= source.offset)
    .sort((a, b) => b.offset - a.offset)[0];
}

/** Leads to the bytes a statement was read from. */
export function SourceLink({
  source,
  messages = [],
}: {
  source: SourceRef;
  messages?: readonly MessageRef[];
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const name = messageAt(messages, source)?.type ?? source.file.slice(0, 8);
  return (
    <Link
      to="/files/$hash"
      params={{ hash: source.file }}
      search={{ offset: source.offset }}
      className="source-link"
      title={t('source.openAt', { offset: formats.count(source.offset) })}
    >
      {name}
      <span className="soft"> @{formats.count(source.offset)}</span>
    </Link>
  );
}
