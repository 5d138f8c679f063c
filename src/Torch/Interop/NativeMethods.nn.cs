using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Twin of RecurrentSpec in nn.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecurrentSpec
{
    internal long Layers;
    internal double Dropout;
    internal byte Biases;
    internal byte Training;
    internal byte Bidirectional;
    internal byte BatchFirst;
}

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial Tensor asr_linear(Tensor input, Tensor weight, Tensor? bias);

    [LibraryImport(Library)]
    internal static partial Tensor asr_conv2d(
        Tensor input, Tensor weight, Tensor? bias, LongList stride, LongList padding, LongList dilation, long groups);

    [LibraryImport(Library)]
    internal static partial Tensor asr_layer_norm(Tensor input, LongList shape, Tensor? weight, Tensor? bias, double epsilon);

    [LibraryImport(Library)]
    internal static partial Tensor asr_dropout(Tensor input, double probability, byte training);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_dropout_(Tensor input, double probability, byte training);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_relu_(Tensor input);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor asr_pad(Tensor input, LongList pad, string mode, double value);

    [LibraryImport(Library)]
    internal static partial Tensor asr_one_hot(Tensor input, long classes);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ctc_loss(
        Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, long blank, long reduction, byte zeroInfinity);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_gru(Tensor input, Tensor hidden, TensorList weights, RecurrentSpec spec);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_gru_packed(Tensor data, Tensor batchSizes, Tensor hidden, TensorList weights, RecurrentSpec spec);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_lstm(Tensor input, Tensor hidden, Tensor cell, TensorList weights, RecurrentSpec spec);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_lstm_packed(
        Tensor data, Tensor batchSizes, Tensor hidden, Tensor cell, TensorList weights, RecurrentSpec spec);

    [LibraryImport(Library)]
    internal static partial Tensor asr_gru_cell(
        Tensor input, Tensor hidden, Tensor weightIh, Tensor weightHh, Tensor? biasIh, Tensor? biasHh);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_lstm_cell(
        Tensor input, Tensor hidden, Tensor cell, Tensor weightIh, Tensor weightHh, Tensor? biasIh, Tensor? biasHh);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_pack_padded_sequence(Tensor input, Tensor lengths, byte batchFirst);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_pad_packed_sequence(
        Tensor data, Tensor batchSizes, byte batchFirst, double value, long totalLength);

    [LibraryImport(Library)]
    internal static partial Tensor asr_pad_sequence(TensorList sequences, byte batchFirst, double value);
}
