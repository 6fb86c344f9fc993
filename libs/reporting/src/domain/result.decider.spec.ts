import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import { resultDecider } from './result.decider.js';
import {
  adoptEvaluation,
  earlier,
  evaluationAdopted,
  finalisedEvaluation,
  markReopened,
  publishedAreas,
  recordingSuperseded,
  recordResult,
  resultRecorded,
  resultReopened,
} from './result.fixtures.js';

const given = specOf(resultDecider, { instrument: earlier });
const withoutFile = specOf(resultDecider, {});

describe('recording a result', () => {
  it('keeps what is known, and from where', () => {
    given().when(recordResult()).then(resultRecorded());
    expect(resultRecorded().data).toMatchObject({ knownBy: 'areas', total: 254, questions: [] });
  });

  it('may name a version of which no file is loaded', () => {
    const instrument = { id: 'kommunekompasset', version: '2020' };
    withoutFile()
      .when(recordResult({ instrument, published: { knownBy: 'total', total: 593 } }))
      .then(resultRecorded({ instrument, knownBy: 'total', total: 593, areas: [] }));
  });

  it('happens once, whatever stands there', () => {
    for (const event of [resultRecorded(), evaluationAdopted(), resultReopened()]) {
      given(event).when(recordResult()).thenRejected('already-exists');
    }
  });

  it('happens once a year and version of the instrument', () => {
    specOf(resultDecider, { instrument: earlier, sameYear: 'roros-2013' })()
      .when(recordResult())
      .thenRejected('already-exists', { result: 'roros-2013' });
  });

  it('takes no more points than there are', () => {
    given()
      .when(recordResult({ published: publishedAreas([101]) }))
      .thenRejected('score-above-maximum', { field: 'areas.0.points', max: 100 });
  });
});

describe('adopting an evaluation', () => {
  it('takes over what it was finalised with', () => {
    given().when(adoptEvaluation()).then(evaluationAdopted());
    expect(finalisedEvaluation().total.printed).toBe(396);
  });

  it('happens once an edition', () => {
    given(evaluationAdopted()).when(adoptEvaluation()).then();
  });

  it('takes the next edition, and nothing older after it', () => {
    given(evaluationAdopted(), resultReopened())
      .when(adoptEvaluation({ edition: 2 }))
      .then(evaluationAdopted({ edition: 2 }));
    given(evaluationAdopted({ edition: 2 }))
      .when(adoptEvaluation())
      .then();
  });

  it('takes the place of what was recorded under its id', () => {
    given(resultRecorded({ municipality: 'tynset' }))
      .when(adoptEvaluation())
      .then(recordingSuperseded('tynset'), evaluationAdopted());
    given(resultRecorded(), recordingSuperseded(), evaluationAdopted())
      .when(adoptEvaluation({ edition: 2 }))
      .then(evaluationAdopted({ edition: 2 }));
  });
});

describe('a reopened evaluation', () => {
  it('marks the result', () => {
    given(evaluationAdopted()).when(markReopened()).then(resultReopened());
  });

  it('is remembered where it is heard of too early', () => {
    given().when(markReopened()).then(resultReopened());
    given(resultReopened())
      .when(adoptEvaluation())
      .then(evaluationAdopted({ reopened: true }));
  });

  it('says nothing twice, and nothing of an edition that a later one has replaced', () => {
    given(evaluationAdopted(), resultReopened()).when(markReopened()).then();
    given(evaluationAdopted({ edition: 2 }))
      .when(markReopened(1))
      .then();
    given(evaluationAdopted(), resultReopened(2)).when(markReopened(1)).then();
  });
});
