namespace Splatsim.Mechanics;

/// <summary>A batch of a learned law in reverse. All spans have one entry after the other, particle by particle.</summary>
public readonly ref struct LawBatchAdjoint
{
    /// <summary>Number of particles.</summary>
    public required int Count { get; init; }

    /// <summary>dt [s].</summary>
    public required float TimeStep { get; init; }

    /// <summary>User values of the material, <see cref="LawParameters{T}.Capacity"/> of them.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>The trial F, shape [Count, 3, 3], row-major.</summary>
    public required ReadOnlySpan<float> F { get; init; }

    /// <summary>C [1/s], shape [Count, 3, 3].</summary>
    public required ReadOnlySpan<float> C { get; init; }

    /// <summary>History before the update, shape [Count, variables of the description].</summary>
    public required ReadOnlySpan<float> History { get; init; }

    /// <summary>Derivatives by the returned F, shape [Count, 3, 3].</summary>
    public required ReadOnlySpan<float> ByReturned { get; init; }

    /// <summary>Derivatives by the history after the update, shape [Count, variables].</summary>
    public required ReadOnlySpan<float> ByHistoryAfter { get; init; }

    /// <summary>
    /// Derivatives by the Kirchhoff stress [1/Pa], shape [Count, 6]: xx xy xz yy yz zz of a full symmetric matrix, so that an entry beside
    /// the diagonal counts twice.
    /// </summary>
    public required ReadOnlySpan<float> ByKirchhoff { get; init; }

    /// <summary>Takes the derivatives by the trial F, shape [Count, 3, 3]; 0 on entry.</summary>
    public required Span<float> ByF { get; init; }

    /// <summary>Takes those by C [s], shape [Count, 3, 3]; 0 on entry.</summary>
    public required Span<float> ByC { get; init; }

    /// <summary>Takes those by the history before, shape [Count, variables]; 0 on entry.</summary>
    public required Span<float> ByHistory { get; init; }

    /// <summary>Takes those by the user values, particle by particle, shape [Count, <see cref="LawParameters{T}.Capacity"/>]; 0 on entry.</summary>
    public required Span<float> ByParameters { get; init; }
}
