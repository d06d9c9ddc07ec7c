using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Simulation.Kernels;
using Splatsim.Splats;

namespace Splatsim.Coupling.Kernels;

/// <summary>Splats follow a simulation on its device, and split where they stretch; the formulas are those of the processor.</summary>
internal static class TransportKernels
{
    /// <summary>Marks the cell that a particle is in.</summary>
    public static void Mark(Index1D index, MotionViews motion, MatterViews matter)
    {
        if (motion.IsActive(index.X)) matter.Mark(motion.ParticlePosition(index.X, default), in motion);
    }

    /// <summary>Moves a splat with its tracer, or with the particle that was nearest at rest where matter has left the tracer behind.</summary>
    public static void Trace(Index1D index, MotionViews motion, TransportViews splats, TracedViews traced, MatterViews matter)
    {
        int i = index.X, row = traced.Rows[i], particle = splats.Particles[row];
        Vector3<Real32> place = motion.TracerPosition(i);
        Matrix3x3<Real32> gradient = motion.TracerGradient(i);
        if (!matter.IsNear(place, in motion) && motion.IsActive(particle))
        {
            gradient = motion.ParticleGradient(particle);
            Vector3<Real32> corner = motion.ParticleCorner(particle);
            place = corner + (motion.ParticlePosition(particle, corner) + gradient * traced.OffsetOf(i));
        }

        Put(row, place, gradient, in motion, in splats);
    }

    /// <summary>Moves a splat with its nearest particles.</summary>
    public static void Follow(Index1D index, MotionViews motion, TransportViews splats, FollowerViews followers)
    {
        int i = index.X;
        Vector3<Real32> corner = motion.ParticleCorner(followers.Neighbours[i]), mean = default;
        for (int n = 0; n < followers.NeighbourCount; n++)
            mean += followers.WeightOf(n, i) * motion.ParticlePosition(followers.Neighbours[n * followers.Count + i], corner);
        Matrix3x3<Real32> moment = default;
        for (int n = 0; n < followers.NeighbourCount; n++)
        {
            Vector3<Real32> now = motion.ParticlePosition(followers.Neighbours[n * followers.Count + i], corner) - mean, rest = followers.RestOf(n, i);
            AffineFit<Real32>.Add(in rest, in now, followers.WeightOf(n, i), ref moment);
        }

        AffineFit<Real32> fit = followers.FitOf(i);
        fit.Solve(in moment, out Vector3<Real32> offset, out Matrix3x3<Real32> gradient);
        Put(followers.Rows[i], corner + (mean + offset), gradient, in motion, in splats);
    }

    /// <summary>Moves a splat with the particle that is its own.</summary>
    public static void Ride(Index1D index, MotionViews motion, TransportViews splats, int firstRow)
    {
        int row = firstRow + index.X, particle = splats.Particles[row];
        Vector3<Real32> corner = motion.ParticleCorner(particle);
        Put(row, corner + motion.ParticlePosition(particle, corner), motion.ParticleGradient(particle), in motion, in splats);
    }

    /// <summary>How many parts each splat gets beside itself; one entry more, which is 0.</summary>
    public static void CountParts(Index1D index, TransportViews splats, ArrayView<int> counts)
    {
        int row = index.X;
        counts[row] = row < splats.Count ? (int)PlanOf(row, in splats).Parts.Value - 1 : 0;
    }

    /// <summary>Splits the splats that get parts, as far as there is room.</summary>
    public static void Split(Index1D index, TransportViews splats, ArrayView<int> before)
    {
        int row = index.X, first = splats.Count + before[row], end = splats.Count + before[row + 1];
        if (first == end || end > splats.Capacity) return;
        SplitPlan<Real32> plan = PlanOf(row, in splats);
        Vector3<Real32> mean = splats.GetVector(MovedColumns.Mean, row);
        Matrix3x3<Real32> rotation = splats.GetRotation(row);
        SymmetricMatrix3x3<Real32> sigma = splats.GetCovariance(row), part = plan.Shortened(in sigma);
        Real32 opacity = plan.PartLogit(splats.Get(MovedColumns.OpacityLogit, row));
        for (int i = first - 1; i < end; i++)
        {
            int target = i < first ? row : i;
            splats.Set(MovedColumns.Mean, target, plan.Place(in mean, new Real32(i - first + 1)));
            splats.SetCovariance(target, in part);
            splats.SetRotation(target, in rotation);
            splats.Set(MovedColumns.OpacityLogit, target, opacity);
            splats.Owners[target] = splats.Splats[row];
        }
    }

    private static void Put(
        int row, Vector3<Real32> cells, Matrix3x3<Real32> gradient, in MotionViews motion, in TransportViews splats)
    {
        splats.Owners[row] = splats.Splats[row];
        if (!motion.IsActive(splats.Particles[row]))
        {
            splats.Set(MovedColumns.Mean, row, new Vector3<Real32>(float.NaN, float.NaN, float.NaN));
            return;
        }

        SplatDeformation.Turn(in splats.Axes, in gradient, out Matrix3x3<Real32> turned);
        SymmetricMatrix3x3<Real32> rest = splats.RestCovariance(row);
        StretchBounds<Real32> bounds;
        bounds.Minimum = splats.AtRest(TransportViews.Bounds, row);
        bounds.Maximum = splats.AtRest(TransportViews.Bounds + 1, row);
        bounds.ShrinksTorn = splats.AtRest(TransportViews.Bounds + 2, row);
        SplatDeformation.Apply(in turned, in rest, in bounds, out SymmetricMatrix3x3<Real32> sigma, out Matrix3x3<Real32> rotation);
        splats.Set(MovedColumns.Mean, row, splats.Origin + splats.Map * cells);
        splats.SetCovariance(row, in sigma);
        splats.SetRotation(row, in rotation);
        splats.Set(MovedColumns.OpacityLogit, row, splats.AtRest(TransportViews.OpacityLogit, row));
    }

    private static SplitPlan<Real32> PlanOf(int row, in TransportViews splats)
    {
        SplitPlan<Real32> plan = default;
        plan.Parts = Real32.One;
        // Hidden: what else is in the row is of an earlier frame.
        if (!Real32.Any(splats.Get(MovedColumns.Mean, row) <= splats.Get(MovedColumns.Mean, row))) return plan;
        Matrix3x3<Real32> turn = splats.GetRotation(row);
        SymmetricMatrix3x3<Real32> rest = splats.RestCovariance(row), now = splats.GetCovariance(row);
        SymmetricMatrix3x3<Real32> turned = SymmetricMatrix3x3<Real32>.Congruence(in turn, in rest);
        SplitPlan<Real32>.Of(in now, in turned, out plan);
        return plan;
    }
}
