import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import { instrumentDecider } from './instrument.decider.js';
import {
  crosswalkPublished,
  earlier,
  earlierToLater,
  instrumentPublished,
  later,
  publishInstrument,
} from './instrument.fixtures.js';

const given = specOf(instrumentDecider, { versions: [earlier] });

const corrected = { ...earlierToLater, about: 'ILLUSTRATIVE. Second edition.' };
const [first, ...others] = earlierToLater.indicators;
const unfit = { ...earlierToLater, indicators: [{ ...first!, from: ['9.9.9'] }, ...others] };

describe('publishing an instrument', () => {
  it('keeps the document and the crosswalks from earlier versions', () => {
    given().when(publishInstrument()).then(instrumentPublished(), crosswalkPublished());
    given()
      .when(publishInstrument({ crosswalks: [] }))
      .then(instrumentPublished());
  });

  it('happens once', () => {
    given(instrumentPublished())
      .when(publishInstrument({ crosswalks: [] }))
      .thenRejected('already-exists');
    given(instrumentPublished(), crosswalkPublished())
      .when(publishInstrument())
      .thenRejected('already-exists');
  });

  it('gives a version one document', () => {
    specOf(instrumentDecider, { versions: [later] })()
      .when(publishInstrument({ document: { ...later, about: 'Another.' } }))
      .thenRejected('already-exists', { digest: instrumentPublished().data.digest });
  });

  it('takes no crosswalk to another version', () => {
    given()
      .when(publishInstrument({ document: earlier }))
      .thenRejected('crosswalk-invalid');
  });
});

describe('publishing a crosswalk', () => {
  const publish = (crosswalk = earlierToLater) => publishInstrument({ crosswalks: [crosswalk] });

  it('may follow the instrument, and supersedes where it differs', () => {
    given(instrumentPublished()).when(publish()).then(crosswalkPublished());
    given(instrumentPublished(), crosswalkPublished())
      .when(publish(corrected))
      .then(crosswalkPublished(corrected));
    expect(given(instrumentPublished(), crosswalkPublished(), crosswalkPublished(corrected)).state).toEqual({
      document: later,
      crosswalks: { '2.0': corrected },
    });
  });

  it('is held to the earlier version where that is published', () => {
    given(instrumentPublished())
      .when(publish(unfit))
      .thenRejected('crosswalk-invalid', {
        errors: [
          { field: 'indicators.0.from.0', rule: 'unknown-id' },
          { field: 'indicators.from.1.1.1', rule: 'required' },
          { field: 'indicators.0.relation', rule: 'not-the-same' },
        ],
      });
    const alone = specOf(instrumentDecider, { versions: [] });
    alone(instrumentPublished()).when(publish(unfit)).then(crosswalkPublished(unfit));
  });
});
