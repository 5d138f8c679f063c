using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Neural.Memory;

/// <summary>
/// The memory that training takes on a CPU, from sizes alone and in bytes. Each layer keeps what its gradient needs until that is computed;
/// the most is held somewhere on the way forward or back, where a layer also has what it works with. Held against measured peaks by a test.
/// </summary>
internal sealed class MemoryEstimate(FrontendOptions features, ModelOptions model, int vocabulary, Precision precision)
{
    private const double Float = 4;

    // Threads with their stacks and buffers, compiled code, primitives of oneDNN: what the first epochs add whatever their sizes.
    private const double Surroundings = 170e6;

    // What the allocator holds without anybody using it: tensors differ in size, and the holes that one leaves do not fit the next.
    private const double Unused = 1.25;

    // Arrays of batches that are done live until the collector comes round.
    private const double Uncollected = 2;

    // An operation of libtorch's own recurrent layers makes nodes for the gradient at every step; so much for a step of one direction.
    private const double NodesOfStep = 10_000;

    private readonly FrameTiming timing = new(features.SampleRate, features.HopSamples, model.Stride);
    private readonly bool half = precision == Precision.Bf16;

    // What a layer keeps for the gradient, and what it needs besides while it runs forward and back.
    private readonly record struct Layer(double Kept, double Forward, double Backward);

    /// <summary>What a batch takes while it is trained: activations, and the gradients of activations.</summary>
    public double Step(BatchLengths batch)
    {
        double kept = 0, most = 0;
        foreach (var layer in Layers(batch))
        {
            kept += layer.Kept;
            most = Math.Max(most, kept + Math.Max(layer.Forward, layer.Backward));
        }

        return most * Unused;
    }

    /// <summary>What a batch takes while it is recognised: nothing is kept, so the layer that works with the most decides.</summary>
    public double Recognition(BatchLengths batch) => Layers(batch).Max(layer => layer.Kept + layer.Forward) * Unused;

    /// <summary>Weights, their gradients and AdamW's two moments.</summary>
    public double Weights => 4 * Float * SpeechModel.ParameterCountOf(features, model, vocabulary);

    /// <summary>Batches that wait, and what surrounds the training.</summary>
    /// <param name="batch">The largest batch.</param>
    /// <param name="prefetch">Batches that are loaded ahead.</param>
    public static double Rest(BatchLengths batch, int prefetch) =>
        Surroundings + (Uncollected * (prefetch + 1) * batch.PaddedSamples * Float);

    private IEnumerable<Layer> Layers(BatchLengths batch)
    {
        double count = batch.Samples.Count;
        double featureFrames = count * timing.FeatureFrames(batch.Samples.Max());
        double padded = count * timing.ModelFramesOfSamples(batch.Samples.Max());
        double valid = batch.Samples.Sum(samples => timing.ModelFramesOfSamples(samples));
        double directions = model.Bidirectional ? 2 : 1;
        var width = directions * model.RnnWidth;
        yield return Frontend(batch.PaddedSamples, featureFrames);
        double channels = model.CnnChannels;
        double bands = (features.Mels + model.Stride - 1) / model.Stride;
        var image = padded * channels * bands;
        yield return new Layer(0, Float * image, Float * image);
        for (var i = 0; i < model.CnnBlocks; i++)
        {
            yield return Residual(image, padded * channels, (bands + 2) / bands);
        }

        // The turn to sequences with the projection: the sequence is kept, in bf16 where products are.
        var turned = half ? 2 * image : Float * image;
        var projected = Float * padded * model.ProjectionWidth;
        yield return new Layer(turned, Float * image * (half ? 1.5 : 1), (2 * Float * image) - turned + projected);
        for (var i = 0; i < model.RnnBlocks * model.RnnLayers; i++)
        {
            double inputs = i == 0 ? model.ProjectionWidth : width;
            yield return model.Cell == RecurrentCell.Gru
                ? FusedGru(padded, valid, inputs, directions)
                : Lstm(padded, valid, inputs, directions, count);
        }

        foreach (var layer in Head(padded, width, batch.Tokens.Max()))
        {
            yield return layer;
        }
    }

    // Samples and features stay for the whole step. Spectra come and go, but hardly half of their memory serves what follows.
    private Layer Frontend(double samples, double frames)
    {
        var bins = (features.WindowSamples / 2) + 1;
        var spectra = Float * frames * 5 * (bins + features.Mels);
        return new Layer((Float * (samples + (3 * frames * features.Mels))) + (spectra / 2), spectra / 2, 0);
    }

    // The input, two bordered images and what lies between the convolutions, in bf16 where products are; statistics and masks.
    private Layer Residual(double image, double rows, double border)
    {
        var element = half ? 2 : Float;
        var kept = (Float * image) + (element * image * (1 + (2 * border))) + (4 * Float * rows) + (model.Dropout > 0 ? image / 4 : 0);
        return new Layer(kept, Float * image, (2 * Float * image) + (2 * element * image * border));
    }

    // Input and the same normalised and packed; states and the four gate values of each unit.
    private Layer FusedGru(double padded, double valid, double inputs, double directions)
    {
        var element = half ? 2 : Float;
        var units = valid * directions * model.RnnWidth;
        var outputs = Float * padded * directions * model.RnnWidth;
        var kept = (Float * padded * inputs) + (element * valid * inputs) + (2 * Float * valid) + (units * ((5 * Float) + (half ? 2 : 0)));
        var gates = 6 * element * units;
        var product = half ? (6 * units) + (2 * valid * inputs) : 0;
        return new Layer(kept, (3 * Float * units) + outputs, outputs + gates + (Float * (valid + padded) * inputs) + product);
    }

    // libtorch's own layer, packed: gates, cell, its tanh and the state of each unit, and the nodes that computed them.
    private Layer Lstm(double padded, double valid, double inputs, double directions, double utterances)
    {
        var units = valid * directions * model.RnnWidth;
        var outputs = Float * padded * directions * model.RnnWidth;
        var nodes = NodesOfStep * directions * padded / utterances;
        var kept = (Float * (padded + valid) * inputs) + (7 * Float * units) + nodes;
        return new Layer(kept, (4 * Float * units) + (2 * outputs), (3 * 4 * Float * units) + (2 * outputs) + (Float * padded * inputs));
    }

    private IEnumerable<Layer> Head(double padded, double width, double tokens)
    {
        var factor = half ? 2 : Float;
        var hidden = padded * model.HeadWidth;
        var scores = Float * padded * vocabulary;
        yield return new Layer(
            (factor * padded * width) + ((Float + factor) * hidden) + scores,
            (half ? Float * padded * width : 0) + (2 * Float * hidden) + scores,
            (Float * padded * width) + (2 * Float * hidden) + scores);

        // The two directions of the sum over alignments: a value for each frame, token and blank.
        var alignments = Float * padded * ((2 * tokens) + 1);
        yield return new Layer(alignments, 0, alignments + (2 * scores));
    }
}
