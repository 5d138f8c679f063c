namespace AsrTrainer.Neural.Tests.Training;

/// <summary>Tests that share one <see cref="TrainedModel"/>.</summary>
[CollectionDefinition(TrainedModel.Collection)]
public sealed class TrainedModelGroup : ICollectionFixture<TrainedModel>;
