using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A <see cref="ContactSurface"/> in any number.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct RigidSkin<T>(ContactMode mode, T friction, T restitution)
    where T : unmanaged, IReal<T>
{
    public ContactMode Mode => mode;

    public T Friction => friction;

    public T Restitution => restitution;

    /// <summary>The coefficient that limits the tangential impulse: none for what sticks, 0 for what slides.</summary>
    public T Grip => mode switch
    {
        ContactMode.Coulomb => friction,
        ContactMode.Sticky => T.FromDouble(double.PositiveInfinity),
        _ => T.Zero,
    };

    /// <summary>Of a surface.</summary>
    public static RigidSkin<T> From(ContactSurface surface) => new(surface.Mode, T.FromDouble(surface.Friction), T.FromDouble(surface.Restitution));
}
