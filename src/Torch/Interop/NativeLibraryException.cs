namespace TorchSharp;

/// <summary>The native tensor library is missing, cannot be loaded, or is from another build; the message names the places looked at
/// and what to do.</summary>
public sealed class NativeLibraryException : Exception
{
    internal NativeLibraryException(string message) : base(message)
    {
    }
}
