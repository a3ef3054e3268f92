export { openGraphRunner, type GraphRunner } from './graph-runner.ts';
export { openJudge, type LearnedJudgement, type LearnedRegion } from './judge-image.ts';
export { logImage, type LogImage, type RawChannel } from './log-channels.ts';
export { drawProjection, projectInto, type Projection } from './project-into.ts';
export { drawBatch, trainNetwork, type TrainingPlan } from './train-network.ts';
export { readWeights, writeWeights, type WeightsFile } from './weights-file.ts';
