using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>Turns the fused layers off for "plain gru" and on for the others of <see cref="TinyPlans.Layers"/>, until disposed.</summary>
internal sealed class LayerSetting : IDisposable
{
    private readonly bool before = FusedLayers.Enabled;

    public LayerSetting(string layers) => FusedLayers.Enabled = layers != "plain gru";

    public void Dispose() => FusedLayers.Enabled = before;
}
