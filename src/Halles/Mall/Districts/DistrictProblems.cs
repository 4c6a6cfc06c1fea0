using Halles.Kernel;

namespace Halles.Mall.Districts;

/// <summary>How changes of districts are refused.</summary>
public static class DistrictProblems
{
    public static readonly Problem None = new("no-such-district", 404, "There is no such place.");
    public static readonly Problem NoShop = new("district-no-shop", 404, "There is no such shop.");
    public static readonly Problem SlugTaken = new("district-slug-taken", 422, "Another place has this address already.") { Field = "slug" };
    public static readonly Problem Slug = new("district-slug", 422, "An address has small letters, digits and single dashes.") { Field = "slug" };
    public static readonly Problem NoMiddle = new("district-middle", 422, "A radius needs a middle: type a town or postcode, or its latitude and longitude.") { Field = "middle" };
    public static readonly Problem TooManyPostcodes = new("district-postcodes", 422, "Name at most {0} postcodes.") { Field = "postcodes" };
    public static readonly Problem TooMany = new("district-too-many", 422, "A market has at most {0} places.");
}
