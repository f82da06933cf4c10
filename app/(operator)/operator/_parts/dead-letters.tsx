import { DiscardDeadLetter } from "./discard-dead-letter";
import { ReplayDeadLetter } from "./replay-dead-letter";
import { formatCount, formatInstant, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Entry, EntryList } from "@/components/ui/decision";
import { SectionHead } from "@/components/ui/section-head";
import type { Api } from "@/server/doors/console/caller";

type DeadLetters = Awaited<ReturnType<Api["kernel"]["deadLetter"]["list"]>>;

/** Events whose handler gave up: staff replay them once the cause is fixed, or discard them with a reason. */
export function DeadLetterList({ letters: { data, total }, at }: { letters: DeadLetters; at: string }) {
  return (
    <section id="dead-letters">
      <SectionHead remark={total === data.length ? formatCount(total) : `the first ${formatCount(data.length)} of ${formatCount(total)}`}>
        Dead letters
      </SectionHead>
      {data.length === 0 ? (
        <div className="border-t-[1.5px] border-rule-ink">
          <Empty title="No event was given up">An event whose handler keeps failing stays here until it is replayed or discarded.</Empty>
        </div>
      ) : (
        <EntryList>
          {data.map((letter) => (
            <Entry
              key={`${letter.eventId} ${letter.subscriber}`}
              when={formatInstant(letter.deadAt, letter.deadAt.slice(0, 10) === at.slice(0, 10) ? "time" : "day")}
              title={
                <>
                  <span className="ident">{letter.event}</span> <span className="font-normal text-ink-3">no. {letter.eventId}</span>
                </>
              }
              mark={
                <span className="flex gap-1.5">
                  <ReplayDeadLetter eventId={letter.eventId} subscriber={letter.subscriber} />
                  <DiscardDeadLetter eventId={letter.eventId} subscriber={letter.subscriber} event={letter.event} />
                </span>
              }
            >
              <span className="ident">{letter.subscriber}</span> gave up after {plural(letter.attempts, "attempt")}
              {letter.error === null ? "." : <span className="break-words">: {letter.error}</span>}
            </Entry>
          ))}
        </EntryList>
      )}
    </section>
  );
}
