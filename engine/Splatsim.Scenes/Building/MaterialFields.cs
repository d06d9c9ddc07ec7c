using Splatsim.Coupling;
using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>
/// Material parameters that vary from splat to splat: a column per parameter (and massDensity), a row per splat.
/// A particle takes the values of the splat nearest to it, so that parts do not bleed into one another.
/// </summary>
internal sealed class MaterialFields
{
    // Values closer than this count as one material: far below what a field knows, and it bounds the number of materials.
    private const double RelativeResolution = 0.01;

    private readonly SplatFields fields;

    private MaterialFields(SplatFields fields) => this.fields = fields;

    public static MaterialFields Read(string path, int splatCount) => new(SplatFields.Read(path, splatCount));

    /// <summary>Gives each particle the material of its nearest splat.</summary>
    /// <param name="particles">The particles of one object.</param>
    /// <param name="cloud">The capture.</param>
    /// <param name="splats">The splats of the object.</param>
    /// <param name="frame">Splat space to simulation space.</param>
    /// <param name="common">What the columns do not say.</param>
    /// <param name="add">Registers a material and returns its index.</param>
    public void Assign(
        ParticleSet particles, GaussianCloud cloud, int[] splats, SceneFrame frame, Material common, Func<Material, int> add)
    {
        double[] points = new double[3 * splats.Length];
        int[] materials = new int[splats.Length];
        Dictionary<string, int> known = [];
        for (int i = 0; i < splats.Length; i++)
        {
            Vector3<Real64> x = frame.ToSimulation(cloud.MeanOf(splats[i]));
            (points[3 * i], points[3 * i + 1], points[3 * i + 2]) = (x.X.Value, x.Y.Value, x.Z.Value);
            materials[i] = MaterialOf(splats[i], common, known, add);
        }

        ParticleSearch search = new(points);
        Span<int> found = stackalloc int[1];
        Span<double> squared = stackalloc double[1];
        for (int p = 0; p < particles.Count; p++)
        {
            search.Nearest(particles.X[3 * p], particles.X[3 * p + 1], particles.X[3 * p + 2], found, squared);
            particles.Material[p] = materials[found[0]];
        }
    }

    private int MaterialOf(int splat, Material common, Dictionary<string, int> known, Func<Material, int> add)
    {
        Dictionary<string, double> parameters = new(common.Parameters);
        double density = common.MassDensity;
        foreach ((string name, float[] column) in fields.Columns)
        {
            double value = Round(column[splat]);
            if (name == "massDensity") density = value;
            else parameters[name] = value;
        }

        string key = string.Join(';', parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value:R}")) + $";{density:R}";
        if (known.TryGetValue(key, out int index)) return index;
        common.Law.Description.Pack(parameters);
        return known[key] = add(common with { Parameters = parameters, MassDensity = density });
    }

    private static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        double step = Math.Log(1 + RelativeResolution);
        return Math.Sign(value) * Math.Exp(step * Math.Round(Math.Log(Math.Abs(value)) / step));
    }
}
