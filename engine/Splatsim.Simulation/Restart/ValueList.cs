using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Splatsim.Simulation;

/// <summary>
/// All values that an object is made of, each with the way to it: <c>Boundaries[0].Surface.Friction</c>. It walks fields, so that a user's own
/// boundary, force or event is covered without saying anything.
/// </summary>
internal sealed class ValueList
{
    private const int LongestText = 200, MostReferences = 100_000;

    private readonly Dictionary<string, string> values = [];
    private readonly Dictionary<object, string> seen = new(ReferenceEqualityComparer.Instance);

    private ValueList()
    {
    }

    /// <summary>The values of an object.</summary>
    /// <param name="path">What the ways start with.</param>
    /// <param name="value">The object.</param>
    public static IReadOnlyDictionary<string, string> Of(string path, object? value)
    {
        ValueList list = new();
        list.Add(path, value);
        return list.values;
    }

    private void Add(string path, object? value)
    {
        switch (value)
        {
            case null:
                values[path] = "none";
                return;
            case string text:
                values[path] = text.Length <= LongestText ? text : Digest(MemoryMarshal.AsBytes(text.AsSpan()));
                return;
            case IFormattable number when value.GetType().IsPrimitive || value is Enum or decimal:
                values[path] = number.ToString(value is double or float ? "R" : null, CultureInfo.InvariantCulture);
                return;
            case bool or char:
                values[path] = value.ToString()!;
                return;
            case double[] numbers:
                AddNumbers(path, MemoryMarshal.AsBytes<double>(numbers), numbers.Length);
                return;
            case float[] numbers:
                AddNumbers(path, MemoryMarshal.AsBytes<float>(numbers), numbers.Length);
                return;
            case int[] numbers:
                AddNumbers(path, MemoryMarshal.AsBytes<int>(numbers), numbers.Length);
                return;
            case Delegate function:
                values[path] = $"{function.Method.DeclaringType?.Name}.{function.Method.Name}";
                return;
            case Type or Pointer or System.Threading.Lock:
                values[path] = value.ToString()!;
                return;
        }

        Type type = value.GetType();
        if (!type.IsValueType)
        {
            if (!seen.TryAdd(value, path))
            {
                values[path] = "as " + seen[value];
                return;
            }

            if (seen.Count > MostReferences)
                throw new InvalidOperationException($"{path} refers to more than {MostReferences} objects; keep caches out of boundaries, forces and events");
            values[path] = type.Name;
        }

        if (value is IEnumerable list)
        {
            int index = 0;
            foreach (object? element in list) Add($"{path}[{index++}]", element);
            values[path] = $"{index} entries";
            return;
        }

        if (IsNumbers(type))
        {
            values[path] = Numbers(value);
            return;
        }

        AddFields(path, value, type);
    }

    private void AddFields(string path, object value, Type type)
    {
        List<FieldInfo> fields = [];
        for (Type? part = type; part is not null && part != typeof(object) && part != typeof(ValueType); part = part.BaseType)
            fields.AddRange(part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        // Properties first: what is kept beside them mostly follows from them, and says less.
        foreach (FieldInfo field in fields.OrderBy(f => f.Name.StartsWith('<') ? 0 : 1)) Add($"{path}.{NameOf(field)}", field.GetValue(value));
    }

    // Names of properties, not of what the compiler makes of them.
    private static string NameOf(FieldInfo field) =>
        field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and int end ? field.Name[1..end] : field.Name;

    private static FieldInfo[] Fields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    // Vectors, matrices and the like: structs of nothing but numbers of one kind.
    private static bool IsNumbers(Type type) =>
        type.IsValueType && !type.IsPrimitive && type.Namespace == typeof(Splatsim.Mathematics.Real64).Namespace
        && Fields(type).All(f => f.FieldType.IsPrimitive || IsNumbers(f.FieldType));

    private static string Numbers(object value) => string.Join(' ', Fields(value.GetType()).Select(f =>
    {
        object field = f.GetValue(value)!;
        return field is double number ? number.ToString("R", CultureInfo.InvariantCulture)
            : f.FieldType.IsPrimitive ? Convert.ToString(field, CultureInfo.InvariantCulture)
            : Numbers(field);
    }));

    private void AddNumbers(string path, ReadOnlySpan<byte> bytes, int count) => values[path] = $"{count} numbers {Digest(bytes)}";

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
