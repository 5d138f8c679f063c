// The saved form of an optimiser's state: kind, version, options by group, states by parameter; little-endian, no times or paths,
// so that equal states give equal bytes. What is read is compared with the optimiser before memory is taken for it.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

internal static class OptimizerStateFile
{
    private const int Version = 1;

    public static void Write(
        BinaryWriter writer, string kind, IReadOnlyList<OptimizerOptions> options, IReadOnlyList<OptimizerState> states)
    {
        writer.Write(kind);
        writer.Write(Version);
        writer.Write(options.Count);
        foreach (var group in options)
        {
            foreach (var setting in group.Settings)
            {
                writer.Write(setting);
            }
        }

        writer.Write(states.Count);
        foreach (var state in states)
        {
            state.Write(writer);
        }
    }

    public static void Read(
        BinaryReader reader, string kind, IReadOnlyList<OptimizerOptions> options, IReadOnlyList<OptimizerState> states)
    {
        try
        {
            Expect(kind, reader.ReadString(), "kind of optimiser");
            Expect(Version, reader.ReadInt32(), "version of the format");
            Expect(options.Count, reader.ReadInt32(), "number of parameter groups");
            foreach (var group in options)
            {
                group.Settings = [.. group.Settings.Select(_ => reader.ReadDouble())];
            }

            Expect(states.Count, reader.ReadInt32(), "number of parameters");
            foreach (var state in states)
            {
                state.Read(reader);
            }
        }
        catch (EndOfStreamException fault)
        {
            throw new InvalidDataException("The optimiser's state ends early: the file was cut off.", fault);
        }
        catch (Exception fault) when (fault is FormatException or IOException)
        {
            // The reader's words for a text whose length is no number, or a negative one.
            throw new InvalidDataException("The optimiser's state begins with something else: it is not such a file.", fault);
        }
    }

    public static void WriteTensor(BinaryWriter writer, Tensor tensor)
    {
        using var withoutGraph = no_grad();
        using var host = tensor.cpu();
        using var rows = host.contiguous();
        writer.Write((byte)rows.dtype);
        writer.Write(rows.shape.Length);
        foreach (var size in rows.shape)
        {
            writer.Write(size);
        }

        if (rows.numel() > 0)
        {
            writer.Write(rows.bytes);
        }
    }

    public static Tensor ReadTensor(BinaryReader reader, Parameter parameter)
    {
        var type = (ScalarType)reader.ReadByte();
        Expect(parameter.dtype, type, "element type");
        var shape = parameter.shape;
        Expect(shape.Length, reader.ReadInt32(), "number of dimensions");
        foreach (var size in shape)
        {
            Expect(size, reader.ReadInt64(), "size of a dimension");
        }

        using var withoutGraph = no_grad();
        using var host = empty(shape, type);
        if (host.numel() > 0)
        {
            reader.BaseStream.ReadExactly(host.bytes);
        }

        return host.to(parameter.device, copy: true).DetachFromDisposeScope();
    }

    private static void Expect<T>(T expected, T found, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            throw new InvalidDataException($"The optimiser's state does not fit: {what} is {found}, expected {expected}.");
        }
    }
}
