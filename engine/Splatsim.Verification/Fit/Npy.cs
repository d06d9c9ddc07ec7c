using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Splatsim.Verification;

/// <summary>A plain reader of NumPy array files: little-endian floats, C order.</summary>
internal sealed partial class Npy
{
    private Npy(int[] shape, double[] values)
    {
        Shape = shape;
        Values = values;
    }

    public int[] Shape { get; }

    /// <summary>All values, row-major.</summary>
    public double[] Values { get; }

    public static Npy Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || bytes[0] != 0x93 || Encoding.ASCII.GetString(bytes, 1, 5) != "NUMPY")
            throw new InvalidDataException($"{path} is not a NumPy array file");
        int prefix = bytes[6] == 1 ? 10 : 12;
        int length = bytes[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        string header = Encoding.ASCII.GetString(bytes, prefix, length);
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal)) throw new NotSupportedException($"{path} is in Fortran order");
        int[] shape = [.. ShapePattern().Match(header).Groups[1].Value
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
        ReadOnlySpan<byte> data = bytes.AsSpan(prefix + length);
        double[] values = TypePattern().Match(header).Groups[1].Value switch
        {
            "<f8" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
            "<f4" => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(data).ToArray(), v => (double)v),
            string other => throw new NotSupportedException($"{path} has element type {other}"),
        };
        if (values.Length != shape.Aggregate(1, (a, b) => a * b)) throw new InvalidDataException($"{path} holds {values.Length} values");
        return new Npy(shape, values);
    }

    /// <summary>One slice along the first axis.</summary>
    public ReadOnlySpan<double> Slice(int index)
    {
        int size = Values.Length / Shape[0];
        return Values.AsSpan(index * size, size);
    }

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();

    [GeneratedRegex(@"'descr': '([^']*)'")]
    private static partial Regex TypePattern();
}
