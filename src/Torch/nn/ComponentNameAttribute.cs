namespace TorchSharp.Utils;

/// <summary>Gives a module's field another name in <c>state_dict()</c> than its C# name.</summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = false)]
public sealed class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}
