import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_LOG, PassageVault } from '@kompass/event-store';
import { evaluationVisibilityToken } from '@kompass/identity';
import {
  MessagingModule,
  policySubscription,
  publisher,
  referenceToken,
  type ReferenceTable,
} from '@kompass/messaging';
import { contextMigrations, contextProviders, ReadStore, ReadStoreModule } from '@kompass/read-store';
import { evaluationPublication } from './evaluation.publication.js';
import { evaluationsToldAnew } from './evaluation-publication.migration.js';
import { Evaluations } from './evaluations.adapter.js';
import { AgreeAreaHandler } from './features/agree-area/agree-area.command.js';
import { AgreeAreaController } from './features/agree-area/agree-area.controller.js';
import { AgreeScoreHandler } from './features/agree-score/agree-score.command.js';
import { AgreeScoreController } from './features/agree-score/agree-score.controller.js';
import { AssignAssessorHandler } from './features/assign-assessor/assign-assessor.command.js';
import { AssignAssessorController } from './features/assign-assessor/assign-assessor.controller.js';
import { ConflictInterceptor } from './features/conflict.interceptor.js';
import { FinaliseEvaluationHandler } from './features/finalise-evaluation/finalise-evaluation.command.js';
import { FinaliseEvaluationController } from './features/finalise-evaluation/finalise-evaluation.controller.js';
import { OpenEvaluationHandler } from './features/open-evaluation/open-evaluation.command.js';
import { OpenEvaluationController } from './features/open-evaluation/open-evaluation.controller.js';
import { ProposeScoreHandler } from './features/propose-score/propose-score.command.js';
import { ProposeScoreController } from './features/propose-score/propose-score.controller.js';
import { ProposeScoresHandler } from './features/propose-scores/propose-scores.command.js';
import { ProposeScoresController } from './features/propose-scores/propose-scores.controller.js';
import { ReleaseAssessorHandler } from './features/release-assessor/release-assessor.command.js';
import { ReleaseAssessorController } from './features/release-assessor/release-assessor.controller.js';
import { ReopenEvaluationHandler } from './features/reopen-evaluation/reopen-evaluation.command.js';
import { ReopenEvaluationController } from './features/reopen-evaluation/reopen-evaluation.controller.js';
import { AnswerRemarkHandler } from './features/answer-remark/answer-remark.command.js';
import { AnswerRemarkController } from './features/answer-remark/answer-remark.controller.js';
import { CancelEvaluationHandler } from './features/cancel-evaluation/cancel-evaluation.command.js';
import { CancelEvaluationController } from './features/cancel-evaluation/cancel-evaluation.controller.js';
import { ErasePassageHandler } from './features/erase-passage/erase-passage.command.js';
import { ErasePassageController } from './features/erase-passage/erase-passage.controller.js';
import { IssueDraftHandler } from './features/issue-draft/issue-draft.command.js';
import { IssueDraftController } from './features/issue-draft/issue-draft.controller.js';
import { MakeRemarkHandler } from './features/make-remark/make-remark.command.js';
import { MakeRemarkController } from './features/make-remark/make-remark.controller.js';
import { WithdrawDraftHandler } from './features/withdraw-draft/withdraw-draft.command.js';
import { WithdrawDraftController } from './features/withdraw-draft/withdraw-draft.controller.js';
import { RevealAreaHandler } from './features/reveal-area/reveal-area.command.js';
import { RevealAreaController } from './features/reveal-area/reveal-area.controller.js';
import { SubmitAreaHandler } from './features/submit-area/submit-area.command.js';
import { SubmitAreaController } from './features/submit-area/submit-area.controller.js';
import {
  AssessorDirectory,
  InstrumentLibrary,
  ReferenceModule,
  registerMigrations,
} from '@kompass/reference';
import { noteInterview } from './policies/note-interview.policy.js';
import { accessProjection } from './views/access/access.projection.js';
import { courseAccess } from './views/access/course-access.migration.js';
import { EvaluationAccess } from './views/access/evaluation-access.adapter.js';
import { auditEntryProjection } from './views/audit/audit-entry.projection.js';
import { AuditController } from './views/audit/audit.controller.js';
import { DisagreementsController } from './views/disagreements/disagreements.controller.js';
import { disagreementsView } from './views/disagreements/disagreements.migration.js';
import { indicatorScoreProjection } from './views/disagreements/indicator-score.projection.js';
import { evaluationCourse } from './views/evaluations/evaluation-course.migration.js';
import { evaluationProjection } from './views/evaluations/evaluation.projection.js';
import { EvaluationsController } from './views/evaluations/evaluations.controller.js';
import { EvidenceController } from './views/evidence/evidence.controller.js';
import { evidenceView } from './views/evidence/evidence.migration.js';
import { evidenceProjection } from './views/evidence/evidence.projection.js';
import { IndicatorSlotsController } from './views/indicator-slots/indicator-slots.controller.js';
import { ProofController } from './views/proof/proof.controller.js';
import { remarkProjection } from './views/remarks/remark.projection.js';
import { RemarksController } from './views/remarks/remarks.controller.js';
import { remarksView } from './views/remarks/remarks.migration.js';
import { ReplayController } from './views/replay/replay.controller.js';
import { scoringViews } from './views/scoring.migration.js';
import { areaTotalProjection } from './views/totals/area-total.projection.js';
import { TotalsController } from './views/totals/totals.controller.js';

const schema = 'scoring';

/** The tables of the context, for whoever makes them: this module, a restore. */
export const scoringTables = {
  schema,
  migrations: [
    ...contextMigrations(schema),
    ...registerMigrations(schema, ['person']),
    scoringViews,
    evidenceView,
    courseAccess,
    disagreementsView,
    evaluationCourse,
    remarksView,
    evaluationsToldAnew,
  ],
};

const readStore = ReadStoreModule.forContext({
  ...scoringTables,
  projections: [
    accessProjection,
    areaTotalProjection,
    auditEntryProjection,
    evaluationProjection,
    evidenceProjection,
    indicatorScoreProjection,
    remarkProjection,
  ],
});

const references = ReferenceModule.forContext({ schema, imports: [readStore], more: ['person'] });

/** What the parts of the context share: its streams and what it has heard of the others. */
@Module({
  imports: [readStore, references],
  providers: [
    ...contextProviders(schema),
    {
      provide: AssessorDirectory,
      inject: [referenceToken(schema, 'person')],
      useFactory: (table: ReferenceTable<'person'>) => new AssessorDirectory(table),
    },
    {
      provide: Evaluations,
      inject: [EVENT_LOG, PassageVault, InstrumentLibrary, AssessorDirectory],
      useFactory: (...parts: ConstructorParameters<typeof Evaluations>) => new Evaluations(...parts),
    },
    EvaluationAccess,
    { provide: evaluationVisibilityToken(schema), useExisting: EvaluationAccess },
  ],
  exports: [
    ReadStore,
    PassageVault,
    references,
    AssessorDirectory,
    Evaluations,
    EvaluationAccess,
    evaluationVisibilityToken(schema),
  ],
})
class ScoringStreamsModule {}

/** Scoring: the course of an evaluation, from its opening to its finalisation, and everything read of it. */
@Module({
  imports: [
    CqrsModule,
    ScoringStreamsModule,
    MessagingModule.forContext({
      schema,
      imports: [ScoringStreamsModule],
      inject: [Evaluations],
      useFactory: (evaluations: Evaluations) => ({
        publishers: [publisher(evaluationPublication, evaluations)],
        subscriptions: [policySubscription(schema, noteInterview, evaluations)],
      }),
    }),
  ],
  controllers: [
    OpenEvaluationController,
    AssignAssessorController,
    ReleaseAssessorController,
    ProposeScoreController,
    ProposeScoresController,
    SubmitAreaController,
    RevealAreaController,
    AgreeScoreController,
    AgreeAreaController,
    IssueDraftController,
    WithdrawDraftController,
    MakeRemarkController,
    AnswerRemarkController,
    CancelEvaluationController,
    ErasePassageController,
    FinaliseEvaluationController,
    ReopenEvaluationController,
    EvaluationsController,
    TotalsController,
    EvidenceController,
    IndicatorSlotsController,
    DisagreementsController,
    RemarksController,
    AuditController,
    ProofController,
    ReplayController,
  ],
  providers: [
    OpenEvaluationHandler,
    AssignAssessorHandler,
    ReleaseAssessorHandler,
    ProposeScoreHandler,
    ProposeScoresHandler,
    SubmitAreaHandler,
    RevealAreaHandler,
    AgreeScoreHandler,
    AgreeAreaHandler,
    IssueDraftHandler,
    WithdrawDraftHandler,
    MakeRemarkHandler,
    AnswerRemarkHandler,
    CancelEvaluationHandler,
    ErasePassageHandler,
    FinaliseEvaluationHandler,
    ReopenEvaluationHandler,
    ConflictInterceptor,
  ],
  exports: [ScoringStreamsModule],
})
export class ScoringModule {}
