using System.Globalization;

namespace Splatsim.Materials;

/// <summary>Reads the embedded table: one row per substance, tab-separated, SI units.</summary>
internal static class MaterialTable
{
    private const string Resource = "materials.tsv";
    private const int ColumnCount = 10;

    public static IReadOnlyList<MaterialPreset> Read()
    {
        using Stream stream = typeof(MaterialTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"the assembly was built without its table {Resource}");
        using StreamReader reader = new(stream);
        List<MaterialPreset> presets = [];
        // The first line names the columns.
        reader.ReadLine();
        for (int line = 2; reader.ReadLine() is { } row; line++)
        {
            string[] cells = row.Split('\t');
            if (cells.Length != ColumnCount)
                throw new InvalidDataException($"{Resource} line {line}: {cells.Length} columns instead of {ColumnCount}");
            presets.Add(Parse(cells));
        }

        return presets;
    }

    private static MaterialPreset Parse(string[] cells) =>
        new(cells[0], cells[1].Split(", "), cells[2], cells[3], Parameters(cells[4]))
        {
            MassDensity = Number(cells[5]),
            YoungsModulusRange = Range(cells[6]),
            StaticFriction = Number(cells[7]),
            Provenance = cells[8],
            Note = cells[9],
        };

    private static Dictionary<string, double> Parameters(string cell) =>
        cell.Split("; ").Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Number(pair[1]));

    private static (double Low, double High)? Range(string cell)
    {
        if (cell.Length == 0) return null;
        string[] ends = cell.Split("..");
        return (Number(ends[0]), Number(ends[1]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
