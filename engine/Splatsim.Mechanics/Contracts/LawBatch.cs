namespace Splatsim.Mechanics;

/// <summary>Particles of one material whose law is evaluated at once. All spans have one entry after the other, particle by particle.</summary>
public readonly ref struct LawBatch
{
    /// <summary>Number of particles.</summary>
    public required int Count { get; init; }

    /// <summary>dt [s].</summary>
    public required float TimeStep { get; init; }

    /// <summary>User values of the material, <see cref="LawParameters{T}.Capacity"/> of them.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>F, shape [Count, 3, 3], row-major: the trial one on entry, the returned one on exit.</summary>
    public required Span<float> F { get; init; }

    /// <summary>C [1/s], shape [Count, 3, 3].</summary>
    public required ReadOnlySpan<float> C { get; init; }

    /// <summary>History, shape [Count, variables of the description], updated.</summary>
    public required Span<float> History { get; init; }

    /// <summary>Takes the Kirchhoff stress [Pa] of the returned F, shape [Count, 6]: xx xy xz yy yz zz.</summary>
    public required Span<float> Kirchhoff { get; init; }

    /// <summary>Takes true where a stretch had to be lifted, shape [Count]; false on entry.</summary>
    public required Span<bool> Clamped { get; init; }
}
