using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The numbers of a transfer that is not the default, each rounded once from double.</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct GeneralNumbers<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>dx [m].</summary>
    public T CellSize;

    /// <summary>1/dx [1/m].</summary>
    public T InverseCellSize;

    /// <summary>K/dx: from first moments with distances in cells to gradients [1/m].</summary>
    public T MomentScale;

    /// <summary>What the scheme computes with.</summary>
    public TransferNumbers<T> Scheme;

    /// <summary>Not 0 for forces and gradients of the classic form.</summary>
    public int IsClassic;

    /// <summary>Rounds the numbers of a choice.</summary>
    public static GeneralNumbers<T> From(TransferOptions options, GridDomain domain)
    {
        GeneralNumbers<T> numbers;
        numbers.CellSize = T.FromDouble(domain.CellSize);
        numbers.InverseCellSize = T.FromDouble(1 / domain.CellSize);
        numbers.MomentScale = T.FromDouble(options.InverseMoment / domain.CellSize);
        numbers.Scheme = TransferNumbers<T>.From(options);
        numbers.IsClassic = options.Gradient == TransferGradient.KernelGradient ? 1 : 0;
        return numbers;
    }
}
