package web

import (
	"context"

	"redress/internal/complaint"
)

// routeField is the question what is to be done with the paper.
func (s registerScreen) routeField(ctx context.Context) Field {
	return Field{Name: "route", Label: t(ctx, "register.route"), Value: string(s.chosenRoute()), Problem: s.Wrong.For("route")}
}

// chosenRoute is the route ticked, the recommended one until another is chosen.
func (s registerScreen) chosenRoute() complaint.Route {
	for _, route := range s.Complaint.Choices(s.Routing) {
		if route == s.Intake.Route {
			return route
		}
	}
	return s.Routing.Route
}

// routeChoices are the routes open to the paper, the recommended one first.
func (s registerScreen) routeChoices(ctx context.Context) []Option {
	var options []Option
	for _, route := range s.Complaint.Choices(s.Routing) {
		o := Option{Value: string(route), Label: word(ctx, route)}
		if route == s.Routing.Route {
			o.Hint = t(ctx, "register.route_recommended")
		}
		options = append(options, o)
	}
	return options
}
