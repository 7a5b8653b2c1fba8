"""The pages of the web application: plain data from a view, put into templates of their own."""
