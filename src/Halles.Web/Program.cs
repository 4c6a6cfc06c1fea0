return await Halles.Web.Commands.HallesCommand.Run(args);
