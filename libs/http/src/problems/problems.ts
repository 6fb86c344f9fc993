import { identityProblems } from './identity-problems.js';
import type { ProblemEntry } from './problem-entry.js';
import { referenceProblems } from './reference-problems.js';
import { requestProblems } from './request-problems.js';
import { schedulingProblems } from './scheduling-problems.js';
import { scoringProblems } from './scoring-problems.js';

/** Every refusal there is: code → status, and what it says in each language. */
export const problems: Readonly<Record<string, ProblemEntry>> = {
  ...requestProblems,
  ...identityProblems,
  ...referenceProblems,
  ...scoringProblems,
  ...schedulingProblems,
};
