using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoint of a <see cref="GrabForce"/>: the pull follows the patch's mean position and velocity in every substep, and, through its
/// start and its shares, the places of the particles when they were grabbed, whose part is summed until that substep is reached.
/// </summary>
internal sealed class GrabAdjoint(ActionAdjoint owner)
{
    private double[] byShares = [];
    private Vector3<Real64> byStart;

    /// <summary>The reverse run that the sums belong to.</summary>
    public ActionAdjoint Owner => owner;

    /// <summary>One substep of the pull.</summary>
    /// <param name="data">The grab.</param>
    /// <param name="moment">The substep.</param>
    /// <param name="members">The particles.</param>
    /// <param name="shares">Their shares.</param>
    /// <param name="start">Point of the path less mean position when grabbed [m].</param>
    public void Pull(GrabForce data, in SubstepMoment moment, int[] members, double[] shares, Vector3<Real64> start)
    {
        if (byShares.Length == 0) byShares = new double[members.Length];
        double mass = 0;
        Vector3<Real64> position = default, velocity = default;
        for (int i = 0; i < members.Length; i++)
        {
            Real64 m = shares[i] * owner.MassOf(members[i]);
            mass += m.Value;
            position += m * owner.PositionOf(members[i]);
            velocity += m * owner.VelocityOf(members[i]);
        }

        (position, velocity) = (new Real64(1 / mass) * position, new Real64(1 / mass) * velocity);
        Vector3<Real64> stretch = data.Path.PositionAt(moment.Time) - start - position;
        Vector3<Real64> difference = data.Path.MeanVelocity(moment.Time, moment.TimeStep) - velocity;
        double k = data.Stiffness / mass, root = Math.Sqrt(k), d = 2 * data.DampingRatio * root, dt = moment.TimeStep;
        double share = 1 / (1 + d * dt + k * dt * dt);
        Vector3<Real64> by = owner.Forces[0].Vector;
        double byStretch = Vector3<Real64>.Dot(by, stretch).Value, byDifference = Vector3<Real64>.Dot(by, difference).Value;
        double byShare = k * byStretch + (d + k * dt) * byDifference;
        double byD = share * byDifference - byShare * share * share * dt;
        double byK = share * (byStretch + dt * byDifference) - byShare * share * share * dt * dt;
        if (root > 0) byK += byD * data.DampingRatio / root;
        owner.Coefficients.Add("dampingRatio", 2 * root * byD);
        owner.Coefficients.Add("stiffness", byK / mass);
        Vector3<Real64> byPosition = new Real64(-share * k) * by, byVelocity = new Real64(-share * (d + k * dt)) * by;
        byStart += byPosition;
        owner.Coefficients.Add("position", -byPosition);
        double byMass = -byK * k / mass;
        for (int i = 0; i < members.Length; i++)
        {
            int p = members[i];
            double ofMean = (Vector3<Real64>.Dot(byPosition, owner.PositionOf(p) - position)
                + Vector3<Real64>.Dot(byVelocity, owner.VelocityOf(p) - velocity)).Value / mass;
            byShares[i] += owner.ByWeight(0, p) + owner.MassOf(p) * (ofMean + byMass);
            owner.AddByMass(p, shares[i] * (ofMean + byMass));
            Real64 part = shares[i] * owner.MassOf(p) / mass;
            owner.AddByPosition(p, part * byPosition);
            owner.AddByVelocity(p, part * byVelocity);
        }
    }

    /// <summary>The substep in which the particles were grabbed, after its pull.</summary>
    /// <param name="data">The grab.</param>
    /// <param name="time">When [s].</param>
    /// <param name="members">The particles.</param>
    /// <param name="shares">Their shares.</param>
    public void Grab(GrabForce data, double time, int[] members, double[] shares)
    {
        Vector3<Real64> centre = data.Path.PositionAt(time), position = default;
        double mass = 0;
        for (int i = 0; i < members.Length; i++)
        {
            Real64 m = shares[i] * owner.MassOf(members[i]);
            mass += m.Value;
            position += m * owner.PositionOf(members[i]);
        }

        position = new Real64(1 / mass) * position;
        // The start is the centre less the mean, the shares are 1 - r^2/R^2; a shifted path moves both.
        Vector3<Real64> byCentre = byStart;
        for (int i = 0; i < members.Length; i++)
        {
            int p = members[i];
            Vector3<Real64> arm = owner.PositionOf(p) - centre;
            double ofMean = -Vector3<Real64>.Dot(byStart, owner.PositionOf(p) - position).Value / mass;
            double byShareOf = byShares[i] + owner.MassOf(p) * ofMean;
            owner.AddByMass(p, shares[i] * ofMean);
            Vector3<Real64> byArm = new Real64(-2 * byShareOf / (data.Radius * data.Radius)) * arm;
            owner.AddByPosition(p, byArm - new Real64(shares[i] * owner.MassOf(p) / mass) * byStart);
            byCentre -= byArm;
            owner.Coefficients.Add("radius", 2 * byShareOf * arm.LengthSquared.Value / (data.Radius * data.Radius * data.Radius));
        }

        owner.Coefficients.Add("position", byCentre);
        byStart = default;
        Array.Clear(byShares);
    }
}
