namespace AsrTrainer.Neural.Models;

/// <summary>A layer broke a contract of the model: its shape, or which axis it runs over. The message names the layer.</summary>
public sealed class LayerContractException(string layer, string message) : InvalidOperationException(message)
{
    /// <summary>The layer's name in the model.</summary>
    public string Layer { get; } = layer;
}
