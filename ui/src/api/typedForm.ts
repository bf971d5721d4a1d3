import { Store } from "../state/store";
import type { Followed } from "./importDesk";

/** Fields of an import as they are typed. They are good for one import: the next begins with empty fields. */
export class TypedForm<Fields> extends Store<Fields> {
  private readonly spent = new Map<string, Fields>();

  constructor(private readonly empty: Fields) {
    super(empty);
  }

  /** Ask for an import with the fields as they are now, and empty them once it is accepted; a refusal leaves them. */
  async spend(ask: (typed: Fields) => Promise<Followed>): Promise<Followed> {
    const typed = this.get();
    const answer = await ask(typed);
    if (!answer || answer.elsewhere) return answer; // what is typed of a model says nothing about pictures
    if (answer.run) this.spent.set(answer.run, typed);
    if (this.get() === typed) this.set(this.empty); // else somebody types for the next already
    return answer;
  }

  /** The import came to nothing: what was typed for it is there again, unless something else is. */
  giveBack(run: string): void {
    const typed = this.spent.get(run);
    this.spent.delete(run);
    if (typed !== undefined && this.get() === this.empty) this.set(typed);
  }
}
