using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>What a law did to one particle.</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct LawStep<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>The trial F.</summary>
    public Matrix3x3<T> Trial;

    /// <summary>The returned F.</summary>
    public Matrix3x3<T> Returned;

    /// <summary>The history before.</summary>
    public LawHistory<T> Before;

    /// <summary>The history after.</summary>
    public LawHistory<T> After;

    /// <summary>Kirchhoff stress of the returned F [Pa].</summary>
    public SymmetricMatrix3x3<T> Kirchhoff;
}
