#if !NAUDIO_PACKAGE
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AsrTrainer.Speech.Audio;

/// <summary>The functions of libsndfile that are used (its sndfile.h documents them).</summary>
internal static partial class SoundFileLibrary
{
    /// <summary>The name that the system's loader knows.</summary>
    public const string Name = "libsndfile.so.1";

    /// <summary>SFM_READ.</summary>
    public const int ReadMode = 0x10;

    /// <summary>SF_FORMAT_TYPEMASK: the bits of a format that name the container.</summary>
    public const int ContainerMask = 0x0FFF0000;

    /// <summary>SF_FORMAT_MPEG.</summary>
    public const int Mpeg = 0x230000;

    /// <summary>SF_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FileFormat
    {
        public long Frames;
        public int SampleRate;
        public int Channels;
        public int Format;
        public int Sections;
        public int Seekable;
    }

    [LibraryImport(Name, EntryPoint = "sf_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial SoundFileHandle Open(string path, int mode, ref FileFormat format);

    [LibraryImport(Name, EntryPoint = "sf_readf_float")]
    public static partial long ReadFrames(SoundFileHandle file, ref float interleaved, long frames);

    [LibraryImport(Name, EntryPoint = "sf_error")]
    public static partial int ErrorNumber(SoundFileHandle file);

    [LibraryImport(Name, EntryPoint = "sf_strerror")]
    public static partial nint ErrorText(SoundFileHandle file);

    /// <summary>sf_strerror of no file (0): why the last opening failed.</summary>
    [LibraryImport(Name, EntryPoint = "sf_strerror")]
    public static partial nint LastOpenError(nint none);

    [LibraryImport(Name, EntryPoint = "sf_close")]
    internal static partial int Close(nint file);
}

/// <summary>A SNDFILE pointer.</summary>
internal sealed class SoundFileHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => SoundFileLibrary.Close(handle) == 0;
}
#endif
