using System.Globalization;
using System.Reflection;

namespace AsrTrainer.Torch.Tests;

/// <summary>Lists what an assembly shows to others, one type or member a line, sorted, in a notation near C#.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The types of the assembly that are wanted, with their members below them.</summary>
    public static string[] Of(Assembly assembly, Func<Type, bool> wanted)
    {
        var lines = new List<string>();
        foreach (var type in assembly.GetTypes().Where(Visible).Where(wanted).OrderBy(FullName, StringComparer.Ordinal))
        {
            lines.Add(Header(type));
            lines.AddRange(Members(type).Select(line => "    " + line).Order(StringComparer.Ordinal));
        }

        return [.. lines];
    }

    private static bool Visible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && Visible(type.DeclaringType!)
        : type.IsPublic;

    private static bool Visible(MethodBase? method) =>
        method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Header(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var bases = new List<string>();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object))
        {
            bases.Add(Name(parent));
        }

        var inherited = type.BaseType?.GetInterfaces() ?? [];
        bases.AddRange(type.GetInterfaces().Where(Visible).Except(inherited).Select(Name).Order(StringComparer.Ordinal));
        return $"{kind} {FullName(type)}{(bases.Count == 0 || type.IsEnum ? "" : " : " + string.Join(", ", bases))}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name =>
                $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        }

        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
            .Select(field =>
                $"{Modifiers(field.IsStatic, field.IsFamily)}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}");
        var constructors = type.GetConstructors(Declared).Where(constructor => Visible(constructor) && !constructor.IsStatic)
            .Select(constructor => $"{Modifiers(false, constructor.IsFamily)}new({Parameters(constructor)})");
        var properties = type.GetProperties(Declared).Where(property => Visible(property.GetMethod) || Visible(property.SetMethod))
            .Select(Property);
        var methods = type.GetMethods(Declared).Where(method => Visible(method) && (!method.IsSpecialName || IsOperator(method)))
            .Where(method => !method.Name.Contains('<', StringComparison.Ordinal) && method.Name != "Finalize").Select(Method);
        return fields.Concat(constructors).Concat(properties).Concat(methods);
    }

    private static bool IsOperator(MethodInfo method) => method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Modifiers(bool isStatic, bool isProtected) => (isProtected ? "protected " : "") + (isStatic ? "static " : "");

    private static string Property(PropertyInfo property)
    {
        var accessor = Visible(property.GetMethod) ? property.GetMethod! : property.SetMethod!;
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var setter = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers()
            .Any(modifier => modifier.Name == "IsExternalInit") == true ? "init; " : "set; ";
        return $"{Modifiers(accessor.IsStatic, accessor.IsFamily)}{Name(property.PropertyType)} {name} "
            + $"{{ {(Visible(property.GetMethod) ? "get; " : "")}{(Visible(property.SetMethod) ? setter : "")}}}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var kind = method.IsAbstract ? "abstract " : !method.IsVirtual || method.IsFinal ? ""
            : method.GetBaseDefinition() != method ? "override " : "virtual ";
        return $"{Modifiers(method.IsStatic, method.IsFamily)}{kind}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : "";
        return prefix + Name(parameter.ParameterType) + " " + parameter.Name + (parameter.HasDefaultValue ? " = " + Value(parameter) : "");
    }

    private static string Value(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum member => member.ToString(),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string FullName(Type type) =>
        type.DeclaringType is null ? $"{type.Namespace}.{OwnName(type)}" : $"{FullName(type.DeclaringType)}.{OwnName(type)}";

    private static string OwnName(Type type)
    {
        var bare = type.Name.Split('`')[0];
        var inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var own = type.GetGenericArguments().Skip(inherited).Select(Name).ToArray();
        return own.Length == 0 ? bare : $"{bare}<{string.Join(", ", own)}>";
    }

    // As in a source file with the usual usings: no namespaces, C#'s own words for the simple types.
    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsByRef || type.IsArray || type.IsPointer)
        {
            return Name(type.GetElementType()!) + (type.IsByRef ? "&" : type.IsArray ? "[]" : "*");
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        }

        var bare = Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => type.Name,
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.SByte => "sbyte",
            TypeCode.Int16 => "short",
            TypeCode.Int32 => "int",
            TypeCode.Int64 => "long",
            TypeCode.UInt64 => "ulong",
            TypeCode.Single => "float",
            TypeCode.Double => "double",
            TypeCode.String => "string",
            _ => type == typeof(void) ? "void" : type.Name.Split('`')[0],
        };
        return type.IsGenericType ? $"{bare}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : bare;
    }
}
