using System.Collections;
using System.Globalization;
using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AsrTrainer.Configuration;

/// <summary>
/// Writes options with every default filled in, in the order of declaration: what a run folder keeps and a model file carries.
/// Reading the text back gives equal options.
/// </summary>
internal static class ConfigurationWriter
{
    public static string Write(object options)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(140));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        WriteOptions(emitter, options);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void WriteOptions(IEmitter emitter, object options)
    {
        StartMapping(emitter, MappingStyle.Block);
        foreach (PropertyInfo property in OptionTypes.Properties(options.GetType()))
        {
            WriteText(emitter, KeyNames.Of(property.Name));
            WriteValue(emitter, property.GetValue(options));
        }

        emitter.Emit(new MappingEnd());
    }

    private static void WriteValue(IEmitter emitter, object? value)
    {
        switch (value)
        {
            case null:
                WritePlain(emitter, "null");
                break;
            case string text:
                WriteText(emitter, text);
                break;
            case bool flag:
                WritePlain(emitter, flag ? "true" : "false");
                break;
            case Enum word:
                WritePlain(emitter, KeyNames.Of(word.ToString()));
                break;
            case IFormattable number:
                WritePlain(emitter, number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case CorpusSources sources:
                WritePairs(emitter, sources.Select(source => (source.Name, (object?)source.Path)));
                break;
            case IDictionary dictionary:
                WritePairs(emitter, dictionary.Keys.Cast<string>().Select(key => (key, dictionary[key])));
                break;
            case IEnumerable list:
                WriteList(emitter, list);
                break;
            default:
                WriteOptions(emitter, value);
                break;
        }
    }

    private static void WritePairs(IEmitter emitter, IEnumerable<(string Key, object? Value)> pairs)
    {
        (string Key, object? Value)[] all = [.. pairs];
        StartMapping(emitter, all.Length == 0 ? MappingStyle.Flow : MappingStyle.Block);
        foreach ((string key, object? value) in all)
        {
            WriteText(emitter, key);
            WriteValue(emitter, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void WriteList(IEmitter emitter, IEnumerable list)
    {
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
        foreach (object? item in list)
        {
            WriteValue(emitter, item);
        }

        emitter.Emit(new SequenceEnd());
    }

    private static void StartMapping(IEmitter emitter, MappingStyle style) =>
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));

    private static void WritePlain(IEmitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    // Text that another YAML reader could take for a number, a truth value or nothing is quoted; so is what plain style cannot hold.
    private static void WriteText(IEmitter emitter, string text)
    {
        bool looksTyped = text is "" or "~" or "null" or "true" or "false" or "yes" or "no" or "on" or "off"
            || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || text.Trim() != text;
        ScalarStyle style = looksTyped ? ScalarStyle.DoubleQuoted : ScalarStyle.Any;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }
}
