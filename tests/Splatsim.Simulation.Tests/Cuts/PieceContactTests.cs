using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Cuts;

/// <summary>What pieces of cut matter do to each other at one node.</summary>
public sealed class PieceContactTests
{
    private const double CellSize = 0.1, TimeStep = 1e-3;

    private static readonly CutPieces Pieces = Five();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0)]
    [InlineData(0.46, 0.2)]
    [InlineData(0.7, 0.6)]
    public void Surfaces_OfTwoLattices_AreFoundWhereTheyAre(double azimuth, double elevation)
    {
        // Half-spaces on both sides of a slit, filled with two particles per cell and axis.
        Vector3<Real64> normal = new(Math.Cos(azimuth) * Math.Cos(elevation), Math.Sin(azimuth) * Math.Cos(elevation), Math.Sin(elevation));
        foreach (double slit in (double[])[0, 0.3, 0.7])
        {
            for (double place = -0.6; place <= 0.6; place += 0.15)
            {
                PiecePatch patch = Patch((1, HalfSpace(-normal, -place + 0.5 * slit)), (2, HalfSpace(normal, place + 0.5 * slit)));
                patch.Meet(TimeStep);
                patch.Look(0);
                Vector3<Real64> found = patch.NormalBetween(0, 1);
                // Half a degree for the lattice, as far as the smoothing goes.
                Assert.True(Vector3<Real64>.Dot(found, normal).Value > Math.Cos(0.02), $"{found} at {place} in a slit of {slit}");
                double gap = patch.GapBetween(0, 1, found);
                Assert.InRange(gap, slit - 0.05, slit + PieceContact.Touching);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(-0.5)]
    public void Normals_AtARim_AreThoseOfTheSurface(double rim)
    {
        // Matter ends at x = rim: on both sides of the surface y = 0, or above it only. It must not be found to lie aslant.
        foreach (bool both in (bool[])[true, false])
        {
            Vector3<Real64>[] below = [.. Lattice().Where(x => x.Y.Value < 0 && (!both || x.X.Value < 0))], above = [.. Lattice().Where(x => x.Y.Value > 0 && x.X.Value < 0)];
            Vector3<Real64> shift = new(rim, 0, 0);
            PiecePatch patch = Patch((1, below.Select(x => x + shift)), (2, above.Select(x => x + shift)));
            patch.Meet(TimeStep);
            patch.Look(0);
            Vector3<Real64> normal = patch.NormalBetween(0, 1);
            Bodies.AssertVector(new(0, 1, 0), normal, 1e-12);
        }
    }

    [Fact]
    public void Depth_OfAHalfSpace_IsItsDepth()
    {
        for (double depth = -1.4; depth <= 2.4; depth += 0.1)
        {
            double below = SurfaceDepth.MassAt(depth - 1), here = SurfaceDepth.MassAt(depth), above = SurfaceDepth.MassAt(depth + 1);
            // The table's steps are 0.004 cells, and lines between them.
            Assert.Equal(depth, SurfaceDepth.Of(3 * (above - below) / (below + 4 * here + above)), 1e-3);
        }
    }

    [Fact]
    public void Meet_ManyPiecesAndWholeMatter_KeepsMomentum()
    {
        // Two pieces and a third that a second cut parts once more, with some that no cut came through.
        PiecePatch patch = Patch(
            (0, Where(x => x.Z.Value < -0.3)), (1, Where(x => x.X.Value < 0.1 && x.Z.Value > -0.3)),
            (3, Where(x => x.X.Value > 0.1 && x.Y.Value < 0 && x.Z.Value > -0.3)), (4, Where(x => x.X.Value > 0.1 && x.Y.Value > 0 && x.Z.Value > -0.3)));
        for (int i = 0; i < 4; i++) Array.Fill(patch.FieldOf(i).Velocity, new(0.3 - 0.2 * i, 0.2 * Math.Cos(3 * i), 0.1 * i));
        (Vector3<Real64> before, double energy) = Sums(patch, 4);
        patch.Meet(TimeStep);
        (Vector3<Real64> after, double left) = Sums(patch, 4);
        Bodies.AssertVector(before, after, 1e-13);
        Assert.True(left < energy, "contact has given energy");
    }

    [Fact]
    public void Meet_PiecesThatPart_ChangesNothing()
    {
        PiecePatch patch = Halves(new(-0.1, 0.3, 0), new(0.2, -0.2, 0.1));
        Assert.All(patch.FieldOf(0).Velocity, v => Assert.Equal(new(-0.1, 0.3, 0), v));
        Assert.All(patch.FieldOf(1).Velocity, v => Assert.Equal(new(0.2, -0.2, 0.1), v));
    }

    [Fact]
    public void Meet_PiecesThatApproach_TakesTheNormalVelocityOfBothAndRubs()
    {
        // Equal masses at the node in the plane: the common velocity along the normal is the mean; Coulomb's friction changes that across by 0.25 of the
        // change along.
        PiecePatch patch = Halves(new(0.3, 0.2, 0), new(-0.1, 0, 0));
        Bodies.AssertVector(new(0.1, 0.2 - 0.25 * 0.2, 0), patch.FieldOf(0).Velocity[0], 1e-12);
        Bodies.AssertVector(new(0.1, 0.25 * 0.2, 0), patch.FieldOf(1).Velocity[0], 1e-12);
    }

    [Fact]
    public void Meet_WholeMatterAheadOfTheEdge_MovesWithBothSides()
    {
        // Cut matter of equal masses on both sides, which is drawn apart; what is whole has the mean of both.
        PiecePatch patch = Patch(
            (0, Where(x => x.Y.Value < 0)), (1, Where(x => x.X.Value < 0 && x.Y.Value > 0)), (2, Where(x => x.X.Value > 0 && x.Y.Value > 0)));
        Array.Fill(patch.FieldOf(1).Velocity, new(-0.4, 0, 0));
        Array.Fill(patch.FieldOf(2).Velocity, new(0.4, 0, 0));
        (Vector3<Real64> before, _) = Sums(patch, 3);
        patch.Meet(TimeStep);
        Bodies.AssertVector(before, Sums(patch, 3).Momentum, 1e-13);
        Assert.Equal(0, patch.FieldOf(0).Velocity[0].X.Value, 1e-12);
        double left = patch.FieldOf(1).Velocity[0].X.Value;
        // Half the mass at the node is whole and shared: the sides keep half their velocities.
        Assert.Equal(-0.2, left, 1e-12);
        Assert.Equal(-left, patch.FieldOf(2).Velocity[0].X.Value, 1e-12);
    }

    private static PiecePatch Halves(Vector3<Real64> left, Vector3<Real64> right)
    {
        PiecePatch patch = Patch((1, Where(x => x.X.Value < 0)), (2, Where(x => x.X.Value > 0)));
        Array.Fill(patch.FieldOf(0).Velocity, left);
        Array.Fill(patch.FieldOf(1).Velocity, right);
        patch.Meet(TimeStep);
        return patch;
    }

    private static (Vector3<Real64> Momentum, double Energy) Sums(PiecePatch patch, int count)
    {
        (Vector3<Real64> momentum, double energy) = (default, 0);
        for (int rank = 0; rank < count; rank++)
        {
            for (int n = 0; n < 64; n++)
            {
                double m = patch.FieldOf(rank).Masses[PiecePatch.Index(n / 16, n / 4 % 4, n % 4)];
                Vector3<Real64> v = patch.FieldOf(rank).Velocity[n];
                momentum += new Real64(m) * v;
                energy += 0.5 * m * v.LengthSquared.Value;
            }
        }

        return (momentum, energy);
    }

    // Piece 0 is whole, 1 is behind cut 0, 2 in front of it; 3 and 4 are in front, on the two sides of cut 1.
    private static CutPieces Five()
    {
        ParticleSet particles = new(5);
        for (int p = 0; p < 5; p++) (particles.X[3 * p], particles.X[3 * p + 1], particles.X[3 * p + 2]) = (p + 2, 4, 4);
        SimulationSetup setup = Bodies.Setup(GridDomain.Cube(10, 1), particles) with
        {
            Events = [new Rule(x => x < 2.5 ? null : x > 3.5) { Friction = 0.25 }, new Rule(x => x < 4.5 ? null : x > 5.5)],
        };
        using ISimulator simulator = Simulators.Create(setup);
        CutPieces pieces = new(setup);
        foreach (Rule cut in setup.Events.Cast<Rule>()) pieces.Part(cut, 0, (IParticleAccess)simulator, () => simulator.Tracers);
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(pieces.PieceOf));
        return pieces;
    }

    // Layers across a normal, the first half a spacing from the surface [cells].
    private static IEnumerable<Vector3<Real64>> HalfSpace(Vector3<Real64> normal, double from)
    {
        Vector3<Real64> side = Vector3<Real64>.Cross(normal, new(0, 0, 1)).Normalized, up = Vector3<Real64>.Cross(normal, side);
        for (int i = 0; i < 16; i++)
            for (int j = -12; j < 12; j++)
                for (int k = -12; k < 12; k++) yield return new Real64(from + 0.5 * i + 0.25) * normal + new Real64(0.5 * j + 0.25) * side + new Real64(0.5 * k + 0.25) * up;
    }

    // Two particles per cell and axis, around the first node of the patch.
    private static IEnumerable<Vector3<Real64>> Lattice()
    {
        for (int i = -12; i < 12; i++)
            for (int j = -12; j < 12; j++)
                for (int k = -12; k < 12; k++) yield return new(0.5 * i + 0.25, 0.5 * j + 0.25, 0.5 * k + 0.25);
    }

    private static IEnumerable<Vector3<Real64>> Where(Func<Vector3<Real64>, bool> fits) => Lattice().Where(fits);

    // Masses of an eighth of a kilogram each, at rest.
    private static PiecePatch Patch(params (int Piece, IEnumerable<Vector3<Real64>> Particles)[] matter)
    {
        PiecePatch patch = new(Pieces, CellSize);
        patch.Begin();
        foreach ((int piece, IEnumerable<Vector3<Real64>> particles) in matter)
        {
            double[] masses = patch.Add(piece).Masses;
            foreach (Vector3<Real64> p in particles)
            {
                (double x, double y, double z) = (p.X.Value, p.Y.Value, p.Z.Value);
                (int baseX, int baseY, int baseZ) = ((int)Math.Floor(x - 0.5), (int)Math.Floor(y - 0.5), (int)Math.Floor(z - 0.5));
                for (int n = 0; n < 27; n++)
                {
                    (int i, int j, int k) = (baseX + n / 9, baseY + n / 3 % 3, baseZ + n % 3);
                    if (Math.Min(i, Math.Min(j, k)) < -PiecePatch.Around || Math.Max(i, Math.Max(j, k)) >= PiecePatch.Nodes + PiecePatch.Around) continue;
                    masses[PiecePatch.Index(i, j, k)] += Weight(x - i) * Weight(y - j) * Weight(z - k) / 8;
                }
            }
        }

        return patch;
    }

    // The quadratic B-spline.
    private static double Weight(double d) => Math.Abs(d) < 0.5 ? 0.75 - d * d : Math.Abs(d) < 1.5 ? 0.5 * (1.5 - Math.Abs(d)) * (1.5 - Math.Abs(d)) : 0;

    // A side by the place along x.
    private sealed record Rule(Func<double, bool?> Side) : IPartingEvent
    {
        public bool Parts => true;

        public double Friction { get; init; }

        public double MaximumSpeed => 0;

        public bool? IsInFront(Vector3<Real64> point, double time) => Side(point.X.Value);

        public IParticleAction Begin() => new VelocityEvent(ParticleRegion.Everything, default) { Time = double.PositiveInfinity }.Begin();
    }
}
