using Splatsim.Tests;

namespace Splatsim.Formats.Tests.Golden;

/// <summary>What an independent tool reads from a file: rows of double arrays.</summary>
/// <param name="Means">[N*3].</param>
/// <param name="Quaternions">[N*4] w x y z, not normalised.</param>
/// <param name="LogScales">[N*3].</param>
/// <param name="OpacityLogits">[N].</param>
/// <param name="Sh">[N*K*3], coefficient-major, rgb inner.</param>
internal sealed record ExpectedCloud(double[] Means, double[] Quaternions, double[] LogScales, double[] OpacityLogits, double[] Sh)
{
    internal int Count => OpacityLogits.Length;

    /// <summary>Reads the tensors of a decoded file.</summary>
    internal static ExpectedCloud FromSafetensors(Safetensors file) => new(
        file.Doubles("means"),
        // gsplat.js decodes .splat's quaternions right (README); other files hold one set only.
        file.Doubles(file.Has("package_quats") ? "package_quats" : "quats"),
        file.Doubles("log_scales"),
        file.Doubles("opacity_logits"),
        file.Doubles("sh"));

    /// <summary>Reads a source scene: little-endian floats in any column order. Written apart from the engine's reader.</summary>
    internal static ExpectedCloud FromSourcePly(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        int dataStart = text.IndexOf("end_header\n", StringComparison.Ordinal) + "end_header\n".Length;
        string[] lines = text[..dataStart].Split('\n');
        int count = int.Parse(lines.Single(l => l.StartsWith("element vertex", StringComparison.Ordinal)).Split(' ')[2], null);
        string[] names = [.. lines.Where(l => l.StartsWith("property float ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2])];
        int coefficients = names.Count(n => n.StartsWith("f_rest_", StringComparison.Ordinal)) / 3;
        double Value(int row, string name) => BitConverter.ToSingle(bytes, dataStart + 4 * (row * names.Length + Array.IndexOf(names, name)));
        double[] Columns(params string[] wanted) => [.. Enumerable.Range(0, count).SelectMany(row => wanted.Select(name => Value(row, name)))];
        string[] sh =
        [
            "f_dc_0", "f_dc_1", "f_dc_2",
            .. Enumerable.Range(0, coefficients).SelectMany(j => Enumerable.Range(0, 3).Select(c => $"f_rest_{c * coefficients + j}")),
        ];
        return new ExpectedCloud(
            Columns("x", "y", "z"), Columns("rot_0", "rot_1", "rot_2", "rot_3"), Columns("scale_0", "scale_1", "scale_2"), Columns("opacity"), Columns(sh));
    }
}
