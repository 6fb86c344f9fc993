/** An interview took place. */
export interface NoteInterview {
  readonly type: 'NoteInterview';
  readonly interviewId: string;
  readonly group: string;
  readonly areas: readonly string[];
  readonly heldAt: string;
  readonly heldRevision: number;
}

/** An interview that had been held did not take place after all. */
export interface StrikeInterview {
  readonly type: 'StrikeInterview';
  readonly interviewId: string;
  readonly cancelledRevision: number;
}

/** What the policy makes of scheduling's messages: never refused, whatever the course. */
export type InterviewCommand = NoteInterview | StrikeInterview;
