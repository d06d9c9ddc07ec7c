using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Surface tension on a cube of 4^3 nodes. The caller fills in the colours of these and of three nodes around; then come the smoothed
/// colours (two around), the gradients (one around) and the accelerations.
/// </summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class SurfaceTensionPatch<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Nodes of the patch along an axis.</summary>
    public const int Nodes = 4;

    /// <summary>Nodes around it whose colours are needed.</summary>
    public const int Around = 3;

    /// <summary>Colours along an axis.</summary>
    public const int Width = Nodes + 2 * Around;

    private readonly T[] scratch = new T[Width * Width * Width];
    private readonly Vector3<T>[] normals = new Vector3<T>[Width * Width * Width];
    private readonly T[] magnitudes = new T[Width * Width * Width];

    /// <summary>Colours, [x][y][z]; smoothed by <see cref="Prepare"/>.</summary>
    public T[] Colors { get; } = new T[Width * Width * Width];

    /// <summary>Gradients of the smoothed colours [1/cell]; others than those of the patch and one node around are not found.</summary>
    public Vector3<T>[] Normals => normals;

    /// <summary>Index of a node of the patch, each coordinate from -3 to 6.</summary>
    public static int Index(int x, int y, int z) => ((x + Around) * Width + y + Around) * Width + z + Around;

    /// <summary>Smooths the colours and finds their gradients.</summary>
    /// <returns>False where there is no surface: all nodes alike.</returns>
    public bool Prepare()
    {
        T least = Colors[0], most = Colors[0];
        foreach (T c in Colors) (least, most) = (T.Min(least, c), T.Max(most, c));
        if (!T.Any(most - least > T.FromDouble(SurfaceTensionForces.LeastGradient))) return false;
        SmoothAlong(Colors, scratch, Width * Width);
        SmoothAlong(scratch, Colors, Width);
        SmoothAlong(Colors, scratch, 1);
        scratch.CopyTo(Colors, 0);
        for (int x = -1; x <= Nodes; x++)
        {
            for (int y = -1; y <= Nodes; y++)
            {
                for (int z = -1; z <= Nodes; z++)
                {
                    int at = Index(x, y, z);
                    normals[at] = new(
                        SurfaceTensionForces.Difference(Colors[at - Width * Width], Colors[at + Width * Width]),
                        SurfaceTensionForces.Difference(Colors[at - Width], Colors[at + Width]),
                        SurfaceTensionForces.Difference(Colors[at - 1], Colors[at + 1]));
                    magnitudes[at] = Norms.Safe(in normals[at]);
                }
            }
        }

        return true;
    }

    /// <summary>Acceleration of a node of the patch [m/s^2].</summary>
    /// <param name="x">0 to 3.</param>
    /// <param name="y">0 to 3.</param>
    /// <param name="z">0 to 3.</param>
    /// <param name="strength">2 sigma / (rho dx^2) [m/s^2].</param>
    public Vector3<T> Acceleration(int x, int y, int z, T strength)
    {
        int at = Index(x, y, z);
        return SurfaceTensionForces.Acceleration(Colors[at], normals[at], MagnitudeGradientAt(at), DivergenceAt(at), strength);
    }

    /// <summary>Divergence of the colours' gradient at a node of the patch [1/cell^2].</summary>
    /// <param name="at">Its index.</param>
    public T DivergenceAt(int at) => SurfaceTensionForces.Difference(normals[at - Width * Width].X, normals[at + Width * Width].X)
        + SurfaceTensionForces.Difference(normals[at - Width].Y, normals[at + Width].Y)
        + SurfaceTensionForces.Difference(normals[at - 1].Z, normals[at + 1].Z);

    /// <summary>Gradient of that gradient's length at a node of the patch [1/cell^2].</summary>
    /// <param name="at">Its index.</param>
    public Vector3<T> MagnitudeGradientAt(int at) => new(
        SurfaceTensionForces.Difference(magnitudes[at - Width * Width], magnitudes[at + Width * Width]),
        SurfaceTensionForces.Difference(magnitudes[at - Width], magnitudes[at + Width]),
        SurfaceTensionForces.Difference(magnitudes[at - 1], magnitudes[at + 1]));

    // Ends keep what they have: nothing inside depends on them.
    private static void SmoothAlong(T[] from, T[] to, int stride)
    {
        for (int i = 0; i < from.Length; i++)
        {
            int place = i / stride % Width;
            to[i] = place is 0 or Width - 1 ? from[i] : SurfaceTensionForces.Smooth(from[i - stride], from[i], from[i + stride]);
        }
    }
}
