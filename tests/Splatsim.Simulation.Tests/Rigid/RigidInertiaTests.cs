using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Inertia of solids against sums over fine lattices inside them.</summary>
public sealed class RigidInertiaTests
{
    public static TheoryData<string> Shapes => ["sphere", "box", "capsule", "cylinder"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Inertia_IsTheSumOverItsVolume(string name)
    {
        ColliderShape shape = name switch
        {
            "sphere" => new SphereShape(0.4),
            "box" => new BoxShape(new(0.2, 0.3, 0.45)),
            "capsule" => new CapsuleShape(0.2, 0.3),
            _ => new CylinderShape(0.3, 0.4),
        };
        GridDomain domain = new(new(-0.6, -0.6, -0.6), 0.02, 61, 61, 61);
        List<GridContact<Real64>> contacts = [];
        new Collider(shape, MotionPath.At(default), new(ContactMode.Sticky)).Collect(new(0, 0.01, domain), contacts);
        double count = 0, xx = 0, yy = 0, zz = 0;
        const int fine = 120;
        for (int n = 0; n < fine * fine * fine; n++)
        {
            Vector3<Real64> x = new(
                1.2 * (n / (fine * fine) + 0.5) / fine - 0.6, 1.2 * (n / fine % fine + 0.5) / fine - 0.6, 1.2 * (n % fine + 0.5) / fine - 0.6);
            if (ContactShapes.Distance(contacts[0], default(NoFields<Real64>), domain.ToCells(x), out _).Value > 0) continue;
            count++;
            xx += x.X.Value * x.X.Value;
            yy += x.Y.Value * x.Y.Value;
            zz += x.Z.Value * x.Z.Value;
        }

        const double mass = 2.5;
        Matrix3x3<Real64> inertia = shape.Inertia(mass)!.Value;
        // A lattice of 1 cm knows a surface to a few millimetres, which average out: a percent.
        Assert.Equal(mass * (yy + zz) / count, inertia.M00.Value, 0.01 * inertia.M00.Value);
        Assert.Equal(mass * (xx + zz) / count, inertia.M11.Value, 0.01 * inertia.M11.Value);
        Assert.Equal(mass * (xx + yy) / count, inertia.M22.Value, 0.01 * inertia.M22.Value);
    }
}
