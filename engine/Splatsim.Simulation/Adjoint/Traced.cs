using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A double that remembers what it was made of, on the <see cref="Trace"/> of its thread: formulas that couple many numbers with many, as
/// contacts of rigid bodies do, are reversed in one pass whatever the number of inputs. Constants are not remembered.
/// </summary>
/// <remarks>Reverse mode by operator overloading: Griewank and Walther 2008, "Evaluating Derivatives", ch. 3 and 6.</remarks>
internal readonly struct Traced : IReal<Traced>
{
    private readonly double value;
    private readonly int place;

    internal Traced(double value, int place = 0) => (this.value, this.place) = (value, place);

    /// <summary>The number.</summary>
    public double Value => value;

    /// <summary>Where it stands on the trace; 0 for constants.</summary>
    public int Place => place;

    public static double Epsilon => Real64.Epsilon;

    public static Traced Zero => default;

    public static Traced One => new(1);

    public static Traced FromDouble(double value) => new(value);

    public static Traced operator +(Traced left, Traced right) => Of(left.value + right.value, left, 1, right, 1);

    public static Traced operator -(Traced left, Traced right) => Of(left.value - right.value, left, 1, right, -1);

    public static Traced operator *(Traced left, Traced right) => Of(left.value * right.value, left, right.value, right, left.value);

    public static Traced operator /(Traced left, Traced right)
    {
        double quotient = left.value / right.value;
        return Of(quotient, left, 1 / right.value, right, -quotient / right.value);
    }

    public static Traced operator -(Traced value) => Of(-value.value, value, -1);

    public static Mask<Traced> operator <(Traced left, Traced right) => Truth(left.value < right.value);

    public static Mask<Traced> operator >(Traced left, Traced right) => Truth(left.value > right.value);

    public static Mask<Traced> operator <=(Traced left, Traced right) => Truth(left.value <= right.value);

    public static Mask<Traced> operator >=(Traced left, Traced right) => Truth(left.value >= right.value);

    public static Traced Select(Mask<Traced> mask, Traced whenTrue, Traced whenFalse) => Any(mask) ? whenTrue : whenFalse;

    public static Mask<Traced> And(Mask<Traced> left, Mask<Traced> right) => Truth(Any(left) & Any(right));

    public static Mask<Traced> Or(Mask<Traced> left, Mask<Traced> right) => Truth(Any(left) | Any(right));

    public static Mask<Traced> Not(Mask<Traced> mask) => Truth(!Any(mask));

    public static bool Any(Mask<Traced> mask) => mask.Bits.value != 0;

    public static Traced FusedMultiplyAdd(Traced left, Traced right, Traced addend) => left * right + addend;

    public static Traced Sqrt(Traced value)
    {
        double root = Math.Sqrt(value.value);
        return Of(root, value, 0.5 / root);
    }

    public static Traced Exp(Traced value)
    {
        double exponential = Math.Exp(value.value);
        return Of(exponential, value, exponential);
    }

    public static Traced Log(Traced value) => Of(Math.Log(value.value), value, 1 / value.value);

    public static Traced Abs(Traced value) => value.value < 0 ? -value : value;

    public static Traced Min(Traced left, Traced right) => left.value < right.value ? left : right;

    public static Traced Max(Traced left, Traced right) => left.value > right.value ? left : right;

    public static Traced Floor(Traced value) => new(Math.Floor(value.value));

    public override string ToString() => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static Traced Of(double value, Traced from, double slope) => Of(value, from, slope, default, 0);

    private static Traced Of(double value, Traced left, double byLeft, Traced right, double byRight) =>
        left.place == 0 && right.place == 0 ? new(value) : new(value, Trace.Current.Add(left.place, byLeft, right.place, byRight));

    private static Mask<Traced> Truth(bool value) => new(new Traced(value ? 1 : 0));
}
