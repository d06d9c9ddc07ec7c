namespace Splatsim.Simulation;

/// <summary>Membership of a group as weights, 1 for members: selected when first needed, kept from then on.</summary>
internal sealed class GroupWeights(ParticleSelection? group)
{
    private int[]? members;
    private ParticleWeights? weights;

    /// <summary>The members, selected if they are not yet; empty without a group.</summary>
    public int[] Members(IParticleAccess particles) => members ??= group?.Select(particles) ?? [];

    /// <summary>Adds the weights to a substep's work.</summary>
    /// <returns>Their index, or -1 without a group.</returns>
    public int AddTo(SubstepWork work, IParticleAccess particles)
    {
        if (group is null) return -1;
        if (weights is null)
        {
            weights = new(particles.ParticleCount);
            foreach (int p in Members(particles)) weights.Values[p] = 1;
            weights.Changed();
        }

        return work.AddWeights(weights);
    }

    public ActionState Save() => ActionState.OfSelection(members);

    public void Restore(ActionState saved)
    {
        members = saved.Selection();
        weights = null;
    }
}
