using System.Text.Json;
using Splatsim.Mathematics;
using Splatsim.Tests;

namespace Splatsim.Mechanics.Tests;

/// <summary>One file of return maps: its law in this engine's terms and its rows.</summary>
internal sealed class GoldenReturnMap
{
    public GoldenReturnMap(Safetensors file)
    {
        File = file;
        JsonElement description = file.Case;
        Model = description.GetProperty("model").GetString()!;
        TimeStep = description.GetProperty("dt").GetDouble();
        Rows = description.GetProperty("rows").GetInt32();
        JsonElement parameters = description.GetProperty("parameters");
        (string, Dictionary<string, double>)? law = GoldenLaws.Find(Model, parameters);
        IsKnown = law is not null;
        if (law is null) return;
        (string key, Dictionary<string, double> values) = law.Value;
        Law = new LawStates(key, values);
        StressScale = values.TryGetValue("bulkModulus", out double bulk) ? bulk : values["youngsModulus"];
        Trial = file.Doubles("F_trial");
        Affine = file.Has("C") ? file.Doubles("C") : new double[Trial.Length];
        HasHistory = file.Has("history_in");
        HistoryIn = HasHistory ? file.Doubles("history_in") : [.. Enumerable.Repeat(Law.InitialHistory.H0.Value, Rows)];
        HistoryOut = HasHistory ? file.Doubles("history_out") : [];
        F = file.Doubles("F");
        Kirchhoff = file.Doubles("tau");
    }

    public Safetensors File { get; }

    public string Model { get; }

    public bool IsKnown { get; }

    public LawStates Law { get; } = null!;

    public double TimeStep { get; }

    public int Rows { get; }

    /// <summary>Young's modulus or the bulk modulus: the unit of the stress tolerance [Pa].</summary>
    public double StressScale { get; }

    public double[] Trial { get; } = [];

    public double[] Affine { get; } = [];

    public bool HasHistory { get; }

    public double[] HistoryIn { get; } = [];

    public double[] HistoryOut { get; } = [];

    public double[] F { get; } = [];

    public double[] Kirchhoff { get; } = [];

    public static IEnumerable<Safetensors> Files() =>
        GoldenData.Files("mpm", "*.safetensors").Where(p => Path.GetFileName(p).StartsWith("return_map", StringComparison.Ordinal))
            .Select(path => new Safetensors(path));

    public Matrix3x3<Real64> TrialOf(int row) => Tensors.Matrix(Trial.AsSpan(9 * row, 9));

    public Matrix3x3<Real64> AffineOf(int row) => Tensors.Matrix(Affine.AsSpan(9 * row, 9));
}
