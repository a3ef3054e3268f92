import type { Truth } from './truth.ts';

/** README.txt of a simulation. */
export function readme(truth: Truth, historyDays: number): string {
  return `ALL OF THIS IS SYNTHETIC.

No container, vessel, company, seal, bill or control in these files exists. Container numbers have owner
codes that are not issued, IMO numbers lie in an unused stretch, call signs begin with Q, company names
begin with SIM. Places are real UN/LOCODEs. How much is found where is an assumption of the generator and
says nothing about a country, a trade or a company.

seed          ${truth.seed}
now           ${truth.now}
arrivals      ${truth.start} to ${truth.end}
ports         ${truth.ports.join(' ')}
boxes         ${truth.counts.boxes}
messages      ${truth.counts.messageFiles} files, ${truth.counts.messageBytes} bytes

messages/           EDIFACT and DCSA files; sorted by name they stand in order of receipt. The instant is the
                    sending time, UTC, and every date-time inside is UTC too. Files after "now" belong to the
                    days to come.
past-visits.ndjson  container visits of the ${historyDays} days before the first arrival, one a line
outcomes.ndjson     controls among them, with what was found
truth.json          what is planted, what is loaded, which files are defective. Not for the node.
`;
}
