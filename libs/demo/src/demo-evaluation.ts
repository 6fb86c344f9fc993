/** Id of the evaluation that the demo makes happen. */
export const demoEvaluation = 'roros-2017';
