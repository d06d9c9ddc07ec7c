using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>
/// A parameter of a material that varies from place to place: constant in each box of a coarse grid over the material's particles at the
/// start. Every box gets a material of its own, after those of the setup.
/// </summary>
/// <remarks>Boxes without particles are felt by regularisers only.</remarks>
public sealed class FieldUnknown : IUnknown
{
    private readonly int material;
    private readonly string key;
    private readonly int[] counts;

    /// <summary>A field.</summary>
    /// <param name="material">Index of the material in the setup.</param>
    /// <param name="key">The law's key of the parameter, as "youngsModulus".</param>
    /// <param name="counts">Boxes along x, y and z, at least 1 each.</param>
    /// <param name="start">Where the search begins in every box, in the parameter's SI unit.</param>
    /// <param name="transform">How each is moved; regularisers see the free numbers.</param>
    public FieldUnknown(int material, string key, (int X, int Y, int Z) counts, double start, ParameterTransform transform)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(counts.X, Math.Min(counts.Y, counts.Z)), 1, nameof(counts));
        (this.material, this.key, this.counts) = (material, key, [counts.X, counts.Y, counts.Z]);
        List<FitParameter> parameters = [];
        for (int k = 0; k < counts.Z; k++)
            for (int j = 0; j < counts.Y; j++)
                for (int i = 0; i < counts.X; i++) parameters.Add(new(FormattableString.Invariant($"{key}[{material}] in box {i},{j},{k}"), start, transform));
        Parameters = parameters;
    }

    /// <summary>The material whose particles are shared out to the boxes.</summary>
    public int Of => material;

    /// <summary>The law's key of the parameter.</summary>
    public string Key => key;

    /// <summary>The boxes, x fastest and z slowest.</summary>
    public IReadOnlyList<FitParameter> Parameters { get; }

    /// <inheritdoc/>
    public LossTarget Shape => new(counts[0], counts[1], 1, new double[Parameters.Count], null, counts[2]);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No particle is of the material: another field has taken them all.</exception>
    public SimulationSetup Put(SimulationSetup setup, ReadOnlySpan<double> values)
    {
        if (!setup.Particles.Material.Contains(material))
            throw new ArgumentException($"'{Parameters[0].Name}': no particle is of material {material}; where another field took them all, fit one field per material", nameof(setup));
        List<Material> materials = [.. setup.Materials];
        for (int box = 0; box < values.Length; box++)
            materials.Add(MaterialUnknown.With(setup.Materials[material], key, values[box]) with { Name = NameOf(box) });
        ParticleSet particles = setup.Particles.Clone();
        int[] boxes = Boxes(particles);
        for (int p = 0; p < particles.Count; p++)
            if (boxes[p] >= 0) particles.Material[p] = setup.Materials.Count + boxes[p];
        return setup with { Materials = materials, Particles = particles };
    }

    /// <inheritdoc/>
    public void Read(SimulationSetup setup, SimulationGradient gradient, Span<double> derivatives)
    {
        double[] byParticle = gradient.ByParticle(key);
        int first = setup.Materials.Index().First(m => m.Item.Name == NameOf(0)).Index;
        derivatives.Clear();
        for (int p = 0; p < byParticle.Length; p++)
            if (setup.Particles.Material[p] - first is int box && box >= 0 && box < derivatives.Length) derivatives[box] += byParticle[p];
    }

    /// <summary>The box of every particle; -1 for those of other materials.</summary>
    /// <param name="particles">The particles at the start.</param>
    public int[] Boxes(ParticleSet particles)
    {
        Span<double> low = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];
        Span<double> high = [double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity];
        for (int i = 0; i < particles.X.Length; i++)
        {
            if (particles.Material[i / 3] != material) continue;
            low[i % 3] = Math.Min(low[i % 3], particles.X[i]);
            high[i % 3] = Math.Max(high[i % 3], particles.X[i]);
        }

        int[] boxes = new int[particles.Count];
        for (int p = 0; p < boxes.Length; p++)
        {
            boxes[p] = particles.Material[p] == material ? 0 : -1;
            for (int axis = 2; axis >= 0 && boxes[p] >= 0; axis--)
            {
                double share = (particles.X[3 * p + axis] - low[axis]) / Math.Max(high[axis] - low[axis], double.Epsilon);
                boxes[p] = boxes[p] * counts[axis] + Math.Min((int)(share * counts[axis]), counts[axis] - 1);
            }
        }

        return boxes;
    }

    private string NameOf(int box) => $"field {Parameters[box].Name}";
}
