using AsrTrainer.Neural.Frontend;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// How much arithmetic a model asks for: the multiplications and additions of its convolutions, linear layers and recurrent layers over the
/// valid frames, two operations for each product. Norms, activations, gates, loss and optimiser are not counted, nor is the frontend.
/// </summary>
public static class ModelArithmetic
{
    // The gradients of a product with respect to both of its factors are products of the same size.
    private const int PassesOfTraining = 3;

    /// <summary>Operations of a forward pass, features to log-probs.</summary>
    /// <param name="features">The frontend's options.</param>
    /// <param name="options">The sizes, valid.</param>
    /// <param name="vocabulary">Tokens V, blank included.</param>
    /// <param name="modelFrames">Model frames of all utterances together, without padding.</param>
    public static double Forward(FrontendOptions features, ModelOptions options, int vocabulary, long modelFrames)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(options);
        return 2.0 * modelFrames * ProductsPerFrame(features, options, vocabulary);
    }

    /// <summary>Operations of a training step: forward, and backward to inputs and to weights.</summary>
    /// <inheritdoc cref="Forward" path="/param"/>
    public static double Training(FrontendOptions features, ModelOptions options, int vocabulary, long modelFrames) =>
        PassesOfTraining * Forward(features, options, vocabulary, modelFrames);

    // Multiplications for one frame of the model. A 3×3 kernel gives each of its outputs nine products a channel that it reads.
    private static double ProductsPerFrame(FrontendOptions features, ModelOptions options, int vocabulary)
    {
        double channels = options.CnnChannels;
        double bands = (features.Mels + options.Stride - 1) / options.Stride;
        var convolutions = 9 * bands * channels * (1 + (options.CnnBlocks * 2 * channels));
        double directions = options.Bidirectional ? 2 : 1;
        double gates = options.Cell == RecurrentCell.Gru ? 3 : 4;
        double width = options.RnnWidth;
        double Recurrent(double inputs) => directions * gates * width * (inputs + width);
        var layers = options.RnnBlocks * options.RnnLayers;
        var recurrent = Recurrent(options.ProjectionWidth) + ((layers - 1) * Recurrent(directions * width));
        var linear = (channels * bands * options.ProjectionWidth) + (directions * width * options.HeadWidth)
            + ((double)options.HeadWidth * vocabulary);
        return convolutions + recurrent + linear;
    }
}
