using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>Weights of <see cref="Mixture"/> that differ from particle to particle: one material per different set of weights.</summary>
public static class MixtureWeights
{
    // Weights are rounded to this part of their sum: finer than any fit knows them, and it bounds the number of materials.
    private const double Resolution = 1.0 / 256;

    /// <summary>Gives particles their mixtures.</summary>
    /// <param name="particles">Their material indices are replaced.</param>
    /// <param name="weights">Weights of the twelve laws, shape [count, <see cref="Mixture.WeightCount"/>]; only ratios count.</param>
    /// <param name="common">A material of the law "mixture" with everything but the weights.</param>
    /// <param name="firstIndex">Index that the first material of the result will have.</param>
    /// <returns>The materials, in the order of their indices.</returns>
    /// <exception cref="ArgumentException">The law is another one, the length is wrong, or a particle has no positive weight.</exception>
    public static IReadOnlyList<Material> Assign(ParticleSet particles, ReadOnlySpan<double> weights, Material common, int firstIndex = 0)
    {
        const int count = Mixture.WeightCount;
        if (common.Law.Key != Mixture.Description.Name)
            throw new ArgumentException($"'{common.Name}' has the law '{common.Law.Key}'; weights belong to '{Mixture.Description.Name}'", nameof(common));
        if (weights.Length != count * particles.Count)
            throw new ArgumentException($"{weights.Length} weights for {particles.Count} particles; give {count} each", nameof(weights));
        List<Material> materials = [];
        Dictionary<string, int> known = [];
        for (int p = 0; p < particles.Count; p++)
        {
            ReadOnlySpan<double> own = weights.Slice(count * p, count);
            double sum = 0;
            foreach (double weight in own) sum += weight >= 0 ? weight : double.NaN;
            if (!(sum > 0 && double.IsFinite(sum)))
                throw new ArgumentException($"the weights of particle {p} are [{string.Join(", ", own.ToArray())}]; give finite ones, none negative, not all 0", nameof(weights));
            double[] rounded = Array.ConvertAll(own.ToArray(), weight => Math.Round(weight / sum / Resolution) * Resolution);
            string key = string.Join(' ', rounded);
            if (!known.TryGetValue(key, out int index))
            {
                index = known[key] = materials.Count;
                Dictionary<string, double> values = new(common.Parameters, StringComparer.OrdinalIgnoreCase);
                for (int i = 0; i < count; i++) values[Mixture.Description.Parameters[Mixture.FirstWeight + i].Key] = rounded[i];
                materials.Add(common with { Parameters = values });
            }

            particles.Material[p] = firstIndex + index;
        }

        return materials;
    }
}
