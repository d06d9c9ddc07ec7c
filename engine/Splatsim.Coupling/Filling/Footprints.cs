using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>
/// The splats as the density grid sees them: means in cells, the inverse of the covariance after half a cell of blur, the
/// box of cells they reach; and per slab of layers the splats that touch it.
/// </summary>
/// <remarks>
/// The blur (a standard deviation of half a cell) is what keeps a splat that is much smaller than a cell from falling
/// between the samples. It widens the shell; where the surface lies in it is found later from the unblurred splats.
/// </remarks>
internal sealed class Footprints
{
    /// <summary>Layers of one slab: the unit of parallel work.</summary>
    public const int SlabLayers = 4;

    /// <summary>Standard deviation of the blur [cells].</summary>
    public const double Blur = 0.5;

    /// <summary>Squared Mahalanobis distance at which a blurred splat ends: 3 standard deviations.</summary>
    public const double Cutoff = 9;

    private readonly int[] slabStart;
    private readonly int[] slabSplats;

    public Footprints(BodySplats body, CellGrid grid, int maximumRadius)
    {
        Records = new Footprint[body.Count];
        for (int i = 0; i < body.Count; i++)
        {
            Records[i] = Make(body, grid, i, maximumRadius, out bool capped);
            if (capped) Capped++;
        }

        int slabs = (grid.CountZ + SlabLayers - 1) / SlabLayers;
        slabStart = new int[slabs + 1];
        foreach (Footprint f in Records)
            for (int slab = f.LowZ / SlabLayers; slab <= f.HighZ / SlabLayers; slab++) slabStart[slab + 1]++;
        for (int slab = 0; slab < slabs; slab++) slabStart[slab + 1] += slabStart[slab];
        slabSplats = new int[slabStart[slabs]];
        int[] next = slabStart[..slabs];
        for (int i = 0; i < Records.Length; i++)
            for (int slab = Records[i].LowZ / SlabLayers; slab <= Records[i].HighZ / SlabLayers; slab++) slabSplats[next[slab]++] = i;
    }

    public Footprint[] Records { get; }

    /// <summary>Splats whose box was cut by the cap.</summary>
    public int Capped { get; }

    public int Slabs => slabStart.Length - 1;

    /// <summary>The splats that reach a slab, ascending: the order of the sums.</summary>
    public ReadOnlySpan<int> InSlab(int slab) => slabSplats.AsSpan(slabStart[slab], slabStart[slab + 1] - slabStart[slab]);

    private static Footprint Make(BodySplats body, CellGrid grid, int index, int maximumRadius, out bool capped)
    {
        double scale = 1 / (grid.CellSize * grid.CellSize);
        SymmetricMatrix3x3<Real64> c = ((Real64)scale * body.Covariances[index]).PlusIdentity(Blur * Blur);
        Matrix3x3<Real64> inverse = c.Full.Inverse;
        Vector3<Real64> mean = grid.ToCells(in body.Means[index]);
        double reach = Math.Sqrt(Cutoff);
        double rx = reach * Math.Sqrt(c.XX.Value), ry = reach * Math.Sqrt(c.YY.Value), rz = reach * Math.Sqrt(c.ZZ.Value);
        // Written so that a NaN reach is capped too.
        capped = !(rx <= maximumRadius && ry <= maximumRadius && rz <= maximumRadius);
        rx = Cap(rx, maximumRadius);
        ry = Cap(ry, maximumRadius);
        rz = Cap(rz, maximumRadius);
        return new Footprint
        {
            X = (float)mean.X.Value,
            Y = (float)mean.Y.Value,
            Z = (float)mean.Z.Value,
            XX = (float)inverse.M00.Value,
            XY = (float)inverse.M01.Value,
            XZ = (float)inverse.M02.Value,
            YY = (float)inverse.M11.Value,
            YZ = (float)inverse.M12.Value,
            ZZ = (float)inverse.M22.Value,
            Opacity = (float)body.Opacities[index],
            ReachX = (float)rx,
            LowX = First(mean.X.Value - rx),
            HighX = Last(mean.X.Value + rx, grid.CountX),
            LowY = First(mean.Y.Value - ry),
            HighY = Last(mean.Y.Value + ry, grid.CountY),
            LowZ = First(mean.Z.Value - rz),
            HighZ = Last(mean.Z.Value + rz, grid.CountZ),
        };
    }

    private static double Cap(double reach, int maximum) => reach <= maximum ? reach : maximum;

    // First and last cell whose centre lies within reach.
    private static int First(double low) => Math.Max(0, (int)Math.Ceiling(low - 0.5));

    private static int Last(double high, int count) => Math.Min(count - 1, (int)Math.Floor(high - 0.5));
}

/// <summary>One splat in units of cells.</summary>
internal struct Footprint
{
    public float X;
    public float Y;
    public float Z;
    public float XX;
    public float XY;
    public float XZ;
    public float YY;
    public float YZ;
    public float ZZ;
    public float Opacity;
    public float ReachX;
    public int LowX;
    public int HighX;
    public int LowY;
    public int HighY;
    public int LowZ;
    public int HighZ;

    /// <summary>Outward normal; for a sheet with outside on both sides, its axis.</summary>
    public float NormalX;
    public float NormalY;
    public float NormalZ;

    /// <summary>How far outside the mean the surface lies along the normal [cells].</summary>
    public float Offset;

    /// <summary>What side of the surface this splat can speak of.</summary>
    public SurfaceRole Role;
}

/// <summary>What a splat says about the surface.</summary>
internal enum SurfaceRole : byte
{
    /// <summary>Nothing: it lies deep inside.</summary>
    None,

    /// <summary>Its normal points outward.</summary>
    OneSided,

    /// <summary>It is a sheet with outside on both sides.</summary>
    Sheet,

    /// <summary>It has outside all around and no normal of its own: a bead of a twig, or the middle of a bar.</summary>
    Bead,
}
