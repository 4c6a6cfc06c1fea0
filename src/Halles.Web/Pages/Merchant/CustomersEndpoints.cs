using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's own buyers. They are looked at one page at a time; there is no list of addresses to take along.</summary>
public static class CustomersEndpoints
{
    private const int LongestSearch = 100;
    private static readonly Problem NoSuchCustomer = new("no-such-customer", 404, "There is no such customer.");

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/{lang:language}/desk/{shop}/customers").RequirePermission(Permission.ManageOrders);
        customers.MapGet("", List);
        customers.MapGet("{code}", One);
    }

    private static IResult List(HttpContext http, ReadCustomers read, string? q, Guid? before)
    {
        var (desk, search) = (Desk.Of(http), (q ?? "").Trim() is { Length: <= LongestSearch } text ? text : "");
        return Render.Page<CustomersPage>(new { Desk = desk, Search = search, Found = read.Find(desk.ShopId, search, before), First = before is null });
    }

    private static IResult One(HttpContext http, ReadCustomers read, ReadOrders orders, OrderMessages messages, string code, Guid? before)
    {
        var desk = Desk.Of(http);
        return read.Of(desk.ShopId, code) is { } customer
            ? Render.Page<CustomerPage>(new { Desk = desk, Customer = customer, Orders = orders.OfCustomer(desk.ShopId, code, before), Talks = messages.TalksWith(desk.ShopId, code) })
            : Answers.Page(NoSuchCustomer);
    }
}
